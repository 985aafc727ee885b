"""No rule of any security group lets in strangers."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.openings import GROUPS, RULES, Opening, group_of, openings
from policies.engine.peers import problems
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown


class SecurityRules(Policy):
    """Every rule is of a group of this stack, and for ends that are private."""

    id = "CKV_TDG_603"
    title = "Every security group rule is of a group of this stack, and for private ends"
    category = "network"
    why = (
        "Endpoints and functions of the cell stand beside the database. A rule of a group that is given by its id, or "
        "not known, may open the database's own group without being seen to."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
    fix = "Refer to the group and to its peers; use private ranges, one protocol and the ports that are needed."
    types = (*GROUPS, *RULES)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the group or the rule."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """What is wrong with the rule, or with each rule in the group."""
        for opening in (*openings(stack, "ingress"), *openings(stack, "egress")):
            if opening.rule is resource:
                yield from problems(opening, stack, resource.address)
                yield from _breadth(opening)
                yield from _owner(opening, stack)


def _breadth(opening: Opening) -> Iterator[Violation]:
    if opening.only_port is None:
        given = f"{shown(opening.protocol)} {shown(opening.ports[0])} to {shown(opening.ports[1])}"
        yield Violation(f"the rule is for {given}, and not for one TCP port", attribute=opening.at("from_port"))


def _owner(opening: Opening, stack: Stack) -> Iterator[Violation]:
    group = group_of(opening.group, stack)
    if group is None:
        message = f"the rule is of {shown(opening.group)}, which is no security group of this stack"
        yield Violation(message, attribute="security_group_id")
    elif group.type == "aws_default_security_group":
        yield Violation("the rule is of the VPC's default security group", attribute=opening.attribute or None)


check = register(SecurityRules)
