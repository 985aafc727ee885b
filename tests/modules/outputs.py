"""What the network and a cluster hand out, for tests of the modules that come after them."""

from modules.cluster import ClusterOutputs
from modules.encryption import Keys
from modules.literals import expression
from modules.network import NetworkOutputs

KEYS = Keys(**{name: f"key-{name}" for name in ("storage", "secrets", "insights", "logs", "backups", "alerts")})
NETWORK = NetworkOutputs(
    vpc_id="vpc-1", subnet_ids=("subnet-1", "subnet-2", "subnet-3"), database_groups={}, rotation_group=None
)
TOPIC = "topic-arn"


def cluster_outputs(
    name: str = "orders", exports: tuple[str, ...] = ("error", "general", "slowquery", "iam-db-auth-error")
) -> ClusterOutputs:
    """A cluster's outputs, as the cluster module names things."""
    return ClusterOutputs(
        identifier=name,
        arn=expression(f"aws_rds_cluster.{name}.arn"),
        resource_id=expression(f"aws_rds_cluster.{name}.cluster_resource_id"),
        writer_endpoint=expression(f"aws_rds_cluster.{name}.endpoint"),
        reader_endpoint=expression(f"aws_rds_cluster.{name}.reader_endpoint"),
        port=3306,
        database_name=name,
        master_secret_arn=expression(f"aws_rds_cluster.{name}.master_user_secret[0].secret_arn"),
        member_identifiers=(f"{name}-instance-1", f"{name}-instance-2", f"{name}-instance-3"),
        log_groups={export: f"/aws/rds/cluster/{name}/{export}" for export in exports},
    )
