"""Names are answered inside the VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

# Both with the provider's default.
_SWITCHES = {"enable_dns_support": True, "enable_dns_hostnames": False}


class VpcDns(Policy):
    """A VPC has DNS support and host names, without which private DNS does nothing."""

    id = "CKV_TDG_616"
    title = "VPCs have DNS support and host names"
    category = "network"
    why = "Private names of endpoints and of private zones are only answered in a VPC that has both."
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html"
    fix = "Set enable_dns_support and enable_dns_hostnames to true."
    types = ("aws_vpc",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the VPC."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each of the two that is not certainly on."""
        del stack
        for name, default in _SWITCHES.items():
            given = resource.get(name, default)
            if truth(given) is not True:
                yield Violation(f"{name} is {shown(given)}, and not true", attribute=name)


check = register(VpcDns)
