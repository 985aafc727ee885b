"""The cluster is a Multi-AZ DB cluster at all."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown


class MultiAz(ClusterPolicy):
    """The engine is MySQL, provisioned, and its members have a class that such clusters have."""

    id = "CKV_TDG_703"
    title = "A cluster is a Multi-AZ DB cluster for MySQL"
    category = "shape"
    why = (
        "With engine aurora-mysql, or without db_cluster_instance_class, aws_rds_cluster makes an Aurora cluster, "
        "which has no member at first. Classes without local disks pass the plan, and AWS refuses them."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"
    fix = "Set engine to mysql, and instance_class of the database to one such as db.r6gd.large."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on each of engine, mode and class that makes something else."""
        engine = resource.get("engine")
        if stack.text(engine) != "mysql":
            yield Violation(f"engine is {shown(engine)}, and not mysql", attribute="engine")
        mode = resource.get("engine_mode", "provisioned")
        if stack.text(mode) not in ("provisioned", ""):
            yield Violation(f"engine_mode is {shown(mode)}, and not provisioned", attribute="engine_mode")
        given = resource.get("db_cluster_instance_class")
        if not _known(stack.text(given) or ""):
            message = f"db_cluster_instance_class is {shown(given)}, and no class of Multi-AZ DB clusters"
            yield Violation(message, attribute="db_cluster_instance_class")


def _known(name: str) -> bool:
    prefix, _, rest = name.partition(".")
    family, _, size = rest.partition(".")
    return prefix == "db" and size in facts("cluster_shape")["instance_classes"]["sizes"].get(family, ())


check = register(MultiAz)
