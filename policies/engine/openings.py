"""What security groups let in and out, in whichever of the provider's four ways it is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policies.engine.clusters import leads_to, made
from policies.engine.reading import items, number, off
from policies.engine.stack import UNKNOWN, Reference, Resource, Stack, Value

Direction = Literal["ingress", "egress"]
GROUPS = ("aws_security_group", "aws_default_security_group")
RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule", "aws_security_group_rule")

_PEERS = {
    "cidr_ipv4": "ipv4",
    "cidr_blocks": "ipv4",
    "cidr_ipv6": "ipv6",
    "ipv6_cidr_blocks": "ipv6",
    "prefix_list_id": "list",
    "prefix_list_ids": "list",
    "referenced_security_group_id": "group",
    "source_security_group_id": "group",
    "security_groups": "group",
}


@dataclass(frozen=True)
class Peer:
    """One end that a rule lets talk: `kind` is "ipv4", "ipv6", "list", "group" or "self"."""

    kind: str
    value: Value
    attribute: str


@dataclass(frozen=True)
class Opening:
    """One rule. `group` is what its security group is given as; `rule` the resource that it is written in."""

    rule: Resource
    group: Value
    direction: Direction
    protocol: Value
    ports: tuple[Value, Value]
    peers: tuple[Peer, ...]
    attribute: str = ""

    def at(self, name: str) -> str:
        """The path of one of the rule's arguments."""
        return f"{self.attribute}.{name}" if self.attribute else name

    @property
    def only_port(self) -> int | None:
        """The one TCP port that the rule is for; None if there are more, or other protocols, or it cannot be known."""
        low, high = (number(each) for each in self.ports)
        tcp = self.protocol in ("tcp", "TCP", "6", 6)
        return low if tcp and low == high and isinstance(low, int) else None


def openings(stack: Stack, direction: Direction) -> list[Opening]:
    """Every rule of every security group of the stack, in one direction."""
    return [each for each in _all(stack) if each.direction == direction]


def _all(stack: Stack) -> Iterator[Opening]:
    for rule in stack.of(*RULES):
        yield from _of_rule(rule)
    for group in stack.of(*GROUPS):
        if group.mode == "managed":
            yield from _inline(group)


def _of_rule(rule: Resource) -> Iterator[Opening]:
    separate = rule.type != "aws_security_group_rule"
    kind: Value = rule.type.split("_")[4] if separate else rule.get("type", UNKNOWN)
    directions: tuple[Direction, ...] = ("ingress", "egress")
    for direction in directions:
        # What may be either is judged as both.
        if kind == direction or kind not in directions:
            protocol = rule.get("ip_protocol" if separate else "protocol")
            yield _opening(rule, rule.get("security_group_id", UNKNOWN), direction, protocol, dict(rule.values))


def _inline(group: Resource) -> Iterator[Opening]:
    directions: tuple[Direction, ...] = ("ingress", "egress")
    for direction in directions:
        for index, block in enumerate(group.blocks(direction)):
            own = Reference(group.address, "id", group.key)
            yield _opening(group, own, direction, block.get("protocol"), block, f"{direction}.{index}")


def _opening(
    rule: Resource, group: Value, direction: Direction, protocol: Value, block: dict[str, Value], attribute: str = ""
) -> Opening:
    peers = [Peer(kind, each, name) for name, kind in _PEERS.items() for each in items(block.get(name))]
    if not off(block.get("self")):
        peers.append(Peer("self", block.get("self"), "self"))
    ports = block.get("from_port"), block.get("to_port")
    return Opening(rule, group, direction, protocol, ports, tuple(peers), attribute)


def group_of(value: Value, stack: Stack) -> Resource | None:
    """The security group of this stack that a value is the id of; None if it is no such group."""
    return next((group for group in made(stack, *GROUPS) if leads_to(value, group, stack, "id")), None)
