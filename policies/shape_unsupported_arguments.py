"""A cluster has no argument that Multi-AZ DB clusters do not have."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, Value, shown

_NOTHING: tuple[Value, ...] = (None, False, 0, "", "false", "0", [])


class UnsupportedArguments(ClusterPolicy):
    """None of the arguments that are for Aurora, or that make the cluster of something else."""

    id = "CKV_TDG_702"
    title = "A cluster has no argument that Multi-AZ DB clusters do not have"
    category = "shape"
    why = (
        "They pass Terraform's plan. AWS ignores some and refuses others, and some make a cluster with another "
        "database's data in it."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Remove the argument."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each such argument that is given, and not plainly off."""
        del stack
        for name, why in facts("unsupported")["arguments"].items():
            # A plan of a cluster that is there also has what AWS said of it, its zones among them.
            value = resource.get(name) if name in resource.written else None
            if not any(value is each or value == each for each in _NOTHING):
                given = "given" if isinstance(value, (list, dict)) else shown(value)
                yield Violation(f"{name} is {given}: it is {why}", attribute=name)


check = register(UnsupportedArguments)
