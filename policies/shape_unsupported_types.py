"""Nothing that a Multi-AZ DB cluster cannot have, and no other kind of database."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.patterns import matches
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class UnsupportedTypes(Policy):
    """None of the resource types that are for Aurora, for single instances, or for another engine."""

    id = "CKV_TDG_701"
    title = "No resource of RDS is of a kind that Multi-AZ DB clusters do not have"
    category = "shape"
    why = (
        "Terraform's plan accepts them beside the cluster. AWS then refuses them, or makes a second database that has "
        "one standby at most and none of what is promised of the cluster."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html"
    fix = "Remove the resource."
    types = tuple(facts("unsupported")["types"])

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation: that it is there is what is wrong."""
        del stack
        kinds = facts("unsupported")["types"]
        why = next(reason for kind, reason in kinds.items() if matches(resource.type, kind))
        yield Violation(f"{resource.type} is {why}")


check = register(UnsupportedTypes)
