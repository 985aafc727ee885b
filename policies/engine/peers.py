"""Whether an end that a security group's rule lets talk may do so."""

import re
from collections.abc import Iterator

from policies.engine.addresses import private, read
from policies.engine.openings import Opening, Peer, group_of
from policies.engine.policy import Violation
from policies.engine.stack import Reference, Stack, shown

_GROUP_ID = re.compile(r"sg-[0-9a-f]{8}(?:[0-9a-f]{9})?")
_WAYS = {"ingress": "lets in", "egress": "lets out to"}


def problems(opening: Opening, stack: Stack, judged: str) -> Iterator[Violation]:
    """What is wrong with the ends of a rule; `judged` is the address of the resource that is judged."""
    if not opening.peers:
        yield _violation("names nobody whom it lets talk", opening, "", judged)
    for peer in opening.peers:
        problem = _problem(peer, opening, stack)
        if problem:
            yield _violation(f"{_WAYS[opening.direction]} {problem}", opening, peer.attribute, judged)


def _problem(peer: Peer, opening: Opening, stack: Stack) -> str | None:
    if peer.kind == "ipv4":
        return _range(peer, stack)
    if peer.kind == "ipv6":
        return f"{shown(peer.value)}: such clusters have no IPv6"
    if peer.kind == "list":
        return (
            None if opening.direction == "egress" and _endpoint(peer, stack) else f"the prefix list {shown(peer.value)}"
        )
    if peer.kind == "group":
        return _group(peer, stack)
    return None


def _range(peer: Peer, stack: Stack) -> str | None:
    text = stack.text(peer.value)
    network = read(text) if text is not None else None
    if network is None:
        return f"{shown(peer.value)}, which is no address range"
    return None if private(network) else f"{text}, which is not private"


def _group(peer: Peer, stack: Stack) -> str | None:
    group = group_of(peer.value, stack)
    if group is not None:
        return f"{group.address}, the VPC's default group" if group.type == "aws_default_security_group" else None
    # A group that is not the cell's own can only be named by its id; one of a peered VPC comes with an account.
    own = not isinstance(peer.value, Reference) and _GROUP_ID.fullmatch(stack.text(peer.value) or "")
    return None if own else f"{shown(peer.value)}, which is no security group of this stack or account"


def _endpoint(peer: Peer, stack: Stack) -> bool:
    endpoint = stack.target(peer.value, "aws_vpc_endpoint")
    return isinstance(peer.value, Reference) and peer.value.attribute == "prefix_list_id" and endpoint is not None


def _violation(message: str, opening: Opening, name: str, judged: str) -> Violation:
    address = opening.rule.address
    attribute = opening.at(name) if name else opening.attribute or None
    if address == judged:
        return Violation(f"the rule {message}", attribute=attribute)
    return Violation(f"{address} {message}", address, attribute)
