"""Nothing in the cell is reachable from the internet."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.leaves import leaves
from policies.engine.policy import Policy, Violation
from policies.engine.reading import off, truth
from policies.engine.stack import Resource, Stack, Value, shown

_PUBLIC = ("publicly_accessible", "associate_public_ip_address", "assign_public_ip")
_LOAD_BALANCERS = ("aws_lb", "aws_alb", "aws_elb")


class PublicAccess(Policy):
    """Whatever type a resource is of, if it has a switch for public access, that is off."""

    id = "CKV_TDG_610"
    title = "Nothing is publicly accessible"
    category = "network"
    why = "An instance with a public address, or a load balancer in front of one, is a way to the database behind it."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"
    fix = "Set the argument to false; make load balancers internal."
    types = ("*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is made here, and has such a switch."""
        del stack
        return resource.mode == "managed" and (resource.type in _LOAD_BALANCERS or bool(_switches(resource)))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each switch that is not off, and for a load balancer that is not internal."""
        del stack
        for path, value in _switches(resource).items():
            if not off(value):
                yield Violation(f"{path} is {shown(value)}, and not false", attribute=path)
        if resource.type in _LOAD_BALANCERS and truth(resource.get("internal")) is not True:
            yield Violation(f"internal is {shown(resource.get('internal'))}, and not true", attribute="internal")


def _switches(resource: Resource) -> dict[str, Value]:
    return {leaf.path: leaf.value for leaf in leaves(resource.values) if leaf.name in _PUBLIC}


check = register(PublicAccess)
