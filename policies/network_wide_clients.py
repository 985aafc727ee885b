"""A client is not a whole company."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from policies.engine.adapter import register
from policies.engine.addresses import private, read
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.openings import group_of, openings
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack


class WideClients(ClusterPolicy):
    """No client's range is wider than a VPC can be."""

    id = "CKV_TDG_606"
    title = "No client's range is wider than a VPC"
    category = "network"
    severity = "warning"
    why = "No VPC is larger than /16: a private range with a shorter prefix is not one application's network but many."
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
    fix = "Name the client's security group in network.clients, or the range of its subnet."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each private range that is too wide."""
        worn = [group_of(each, stack) for each in items(resource.get("vpc_security_group_ids"))]
        for opening in openings(stack, "ingress"):
            group = group_of(opening.group, stack)
            for peer in opening.peers if group is not None and group in worn else ():
                network = read(stack.text(peer.value) or "")
                if isinstance(network, IPv4Network) and private(network) and _wide(network):
                    message = f"{opening.rule.address} lets in {network}, {network.num_addresses:,} addresses"
                    yield Violation(message, opening.rule.address, opening.at(peer.attribute))


def _wide(network: IPv4Network) -> bool:
    return network.prefixlen < int(facts("private_ranges")["wide_prefix"])


check = register(WideClients)
