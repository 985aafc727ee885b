"""AWS's services are reached inside the VPC."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.openings import group_of
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items, truth
from policies.engine.stack import Resource, Stack, shown


class EndpointDns(Policy):
    """Interface endpoints answer to the services' own names, and wear groups of this stack."""

    id = "CKV_TDG_615"
    title = "Interface endpoints have private DNS and security groups of this stack"
    category = "network"
    why = (
        "Without private DNS a service's name leads to its public address, which nothing in the VPC can reach: "
        "rotation fails. An endpoint without a group wears the VPC's default one."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
    fix = "Set private_dns_enabled to true, and security_group_ids to the cell's group for endpoints."
    types = ("aws_vpc_endpoint",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the endpoint, and it is, or may be, none of the kind `Gateway`."""
        del stack
        return resource.mode == "managed" and resource.get("vpc_endpoint_type", "Gateway") != "Gateway"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on the DNS, and one on the groups."""
        given = resource.get("private_dns_enabled")
        if truth(given) is not True:
            yield Violation(f"private_dns_enabled is {shown(given)}, and not true", attribute="private_dns_enabled")
        groups = items(resource.get("security_group_ids"))
        found = [group_of(each, stack) for each in groups]
        if not found or any(each is None or each.type != "aws_security_group" for each in found):
            message = f"security_group_ids is {shown(groups)}, and not groups of this stack"
            yield Violation(message, attribute="security_group_ids")


check = register(EndpointDns)
