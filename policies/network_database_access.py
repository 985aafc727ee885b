"""Who can reach the database's port."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, port
from policies.engine.openings import Opening, group_of, openings
from policies.engine.peers import problems
from policies.engine.policy import Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, shown


class DatabaseAccess(ClusterPolicy):
    """Every rule of every group that the cluster wears lets a known, private client in on the one port."""

    id = "CKV_TDG_601"
    title = "Only known, private clients reach a cluster, on its port alone"
    category = "network"
    why = (
        "The widest rule of all the cluster's groups decides: 0.0.0.0/0, its halves, ::/0, a prefix list that others "
        "may edit, all protocols, or a range of ports that has this one in it."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html"
    fix = "Name clients in network.clients by their security group, or by a private range."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """What is wrong with each rule of the cluster's groups."""
        groups = [group_of(each, stack) for each in items(resource.get("vpc_security_group_ids"))]
        worn = [group for group in groups if group is not None]
        for opening in openings(stack, "ingress"):
            if group_of(opening.group, stack) in worn:
                yield from problems(opening, stack, resource.address)
                yield from _ports(opening, port(resource))
                yield from _itself(opening)
        for opening in openings(stack, "egress"):
            if group_of(opening.group, stack) in worn:
                message = f"{opening.rule.address} lets the cluster open connections"
                yield Violation(message, opening.rule.address, opening.attribute or None)


def _ports(opening: Opening, wanted: int | None) -> Iterator[Violation]:
    if wanted is None or opening.only_port != wanted:
        given = f"{shown(opening.protocol)} {shown(opening.ports[0])} to {shown(opening.ports[1])}"
        message = f"{opening.rule.address} is for {given}, and not for the TCP port {wanted or 'of the cluster'}"
        yield Violation(message, opening.rule.address, opening.at("from_port"))


def _itself(opening: Opening) -> Iterator[Violation]:
    if any(peer.kind == "self" for peer in opening.peers):
        message = f"{opening.rule.address} lets in whatever else wears the cluster's group"
        yield Violation(message, opening.rule.address, opening.at("self"))


check = register(DatabaseAccess)
