"""No connection is let out of the network."""

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Reference, Resource, Stack, Value, shown

_GROUPS = ("aws_security_group", "aws_default_security_group")
_CIDRS = ("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks")
_LISTS = ("prefix_list_id", "prefix_list_ids")


class EgressInside(Policy):
    """Where security groups let connections go."""

    id = "CKV_TDG_812"
    title = "No security group lets a connection leave the network"
    category = "residency"
    why = "Whatever can open a connection to an address outside of the VPC can send data to it."
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    fix = "Let connections go to security groups and endpoints of this stack."
    types = ("aws_vpc_security_group_egress_rule", "aws_security_group_rule", *_GROUPS)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each address range that is outside of the stack's networks, or cannot be told."""
        for path, rule in _rules(resource):
            for name in (*_CIDRS, *_LISTS):
                for value in _listed(rule.get(name)):
                    problem = _list_problem(value, stack) if name in _LISTS else _range_problem(value, stack)
                    if problem:
                        yield Violation(f"{path}{name}: {problem}", attribute=f"{path}{name}")


def _rules(resource: Resource) -> Iterator[tuple[str, dict[str, Value]]]:
    if resource.type in _GROUPS:
        yield from ((f"egress.{index}.", block) for index, block in enumerate(resource.blocks("egress")))
    elif resource.type != "aws_security_group_rule" or resource.get("type") != "ingress":
        yield "", dict(resource.values)


def _range_problem(value: Value, stack: Stack) -> str | None:
    if isinstance(value, Reference):
        found = stack.target(value, "aws_vpc", "aws_subnet")
        return None if found is not None and found.mode == "managed" else f"{value} is no range of this stack"
    if not isinstance(value, str) or (network := _network(value)) is None:
        return f"{shown(value)} is a range that cannot be told"
    inside = (_network(vpc.get(name)) for vpc in stack.of("aws_vpc") for name in ("cidr_block", "ipv6_cidr_block"))
    return None if any(_within(network, each) for each in inside) else f"{value} is outside of the network"


def _list_problem(value: Value, stack: Stack) -> str | None:
    found = stack.target(value, "aws_vpc_endpoint") if isinstance(value, Reference) else None
    return None if found is not None else f"{shown(value)} is no list of an endpoint of this stack"


def _network(value: Value) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return None


def _within(network: IPv4Network | IPv6Network, other: IPv4Network | IPv6Network | None) -> bool:
    if isinstance(network, IPv4Network) and isinstance(other, IPv4Network):
        return network.subnet_of(other)
    return isinstance(network, IPv6Network) and isinstance(other, IPv6Network) and network.subnet_of(other)


def _listed(value: Value) -> list[Value]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if each is not None and each != ""]


check = register(EgressInside)
