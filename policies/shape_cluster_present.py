"""There is a cluster."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import made
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class ClusterPresent(Policy):
    """At least one cluster, and each that is declared: without one all that is judged of clusters holds by itself."""

    id = "CKV_TDG_710"
    title = "The stack makes every cluster that it declares, and at least one"
    category = "shape"
    why = (
        "With `count` 0, with for_each over nothing, or with the cluster looked up instead of made, no policy on "
        "clusters has anything to say."
    )
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/count"
    fix = "Remove count and for_each from aws_rds_cluster."
    types = ("stack",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation where there is certainly no cluster, or perhaps none, or one is declared and not made.

        A stack of the roles by which another is planned and applied has none.
        """
        del resource
        if stack.delivers:
            return
        clusters = stack.of("aws_rds_cluster")
        if not made(stack, "aws_rds_cluster"):
            yield Violation("the stack makes no aws_rds_cluster")
        for cluster in clusters:
            if cluster.mode == "managed" and not cluster.certain:
                yield Violation(f"it cannot be told whether {cluster.address} will be there", cluster.address)
        for address in stack.absent:
            if address.startswith("aws_rds_cluster."):
                yield Violation(f"{address} is declared, and has no instance", address)


check = register(ClusterPresent)
