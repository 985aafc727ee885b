"""The cluster as it is rendered."""

from typing import Any

import pytest

from generator.spec.model import Database, Environment, Logs, Monitoring, Storage
from modules.cluster import Cluster
from modules.cluster.parameters import Parameter, parameters
from modules.encryption import Keys
from modules.network import NetworkOutputs
from modules.register import Register
from modules.runtime import TerraformStack
from tests.modules.conftest import Render

KEYS = Keys("storage-key", "secrets-key", "insights-key", "logs-key", "backups-key", "alerts-key")
NETWORK = NetworkOutputs("vpc", ("subnet-a", "subnet-b", "subnet-c"), {"orders": "sg-orders"}, None)


def build(scope: TerraformStack, environment: Environment, register: Register) -> None:
    Cluster(scope, "orders", environment, register, NETWORK, KEYS)


def changed(environment: Environment, **changes: object) -> Environment:
    orders = environment.databases["orders"].model_copy(update=changes)
    return environment.model_copy(update={"databases": {"orders": orders}})


@pytest.fixture(scope="module")
def resources(render: Render) -> dict[str, Any]:
    resources: dict[str, Any] = render(build)["resource"]
    return resources


def test_the_cluster_is_what_the_spec_says(resources: dict[str, Any]) -> None:
    cluster = resources["aws_rds_cluster"]["orders"]
    del cluster["//"]
    assert cluster == {
        "allocated_storage": 400,
        "apply_immediately": False,
        "backup_retention_period": 14,
        "ca_certificate_identifier": "rds-ca-rsa2048-g1",
        "cluster_identifier": "orders",
        "copy_tags_to_snapshot": True,
        "database_insights_mode": "advanced",
        "database_name": "orders",
        "db_cluster_instance_class": "db.r6gd.xlarge",
        "db_cluster_parameter_group_name": "${aws_rds_cluster_parameter_group.orders.name}",
        "db_subnet_group_name": "${aws_db_subnet_group.orders.name}",
        "deletion_protection": True,
        "depends_on": [
            "aws_cloudwatch_log_group.orders_log-error",
            "aws_cloudwatch_log_group.orders_log-general",
            "aws_cloudwatch_log_group.orders_log-slowquery",
            "aws_cloudwatch_log_group.orders_log-iam-db-auth-error",
        ],
        "enabled_cloudwatch_logs_exports": ["error", "general", "slowquery", "iam-db-auth-error"],
        "engine": "mysql",
        "engine_lifecycle_support": "open-source-rds-extended-support-disabled",
        "engine_version": "8.4",
        "final_snapshot_identifier": "eu-west-1-orders-final",
        "iam_database_authentication_enabled": True,
        "iops": 3000,
        "kms_key_id": "storage-key",
        "lifecycle": {"prevent_destroy": True},
        "manage_master_user_password": True,
        "master_user_secret_kms_key_id": "secrets-key",
        "master_username": "dbadmin",
        "monitoring_interval": 15,
        "monitoring_role_arn": "${aws_iam_role.orders_monitoring.arn}",
        "performance_insights_enabled": True,
        "performance_insights_kms_key_id": "insights-key",
        "performance_insights_retention_period": 465,
        "port": 3306,
        "preferred_backup_window": "02:00-03:00",
        "preferred_maintenance_window": "sun:04:00-sun:05:00",
        "skip_final_snapshot": False,
        "storage_encrypted": True,
        "storage_type": "io1",
        "tags": {"database": "orders"},
        "vpc_security_group_ids": ["sg-orders"],
    }


def test_members_are_left_to_the_cluster(resources: dict[str, Any]) -> None:
    assert "aws_rds_cluster_instance" not in resources
    assert resources["aws_db_subnet_group"]["orders"]["subnet_ids"] == ["subnet-a", "subnet-b", "subnet-c"]


def test_small_gp3_storage_gets_no_iops(render: Render, environment: Environment) -> None:
    spec = changed(environment, storage=Storage(type="gp3", size_gib=100))
    assert "iops" not in render(build, spec)["resource"]["aws_rds_cluster"]["orders"]


def test_acknowledged_extended_support_is_asked_for(render: Render, environment: Environment) -> None:
    spec = changed(environment, engine_version="8.0", extended_support_acknowledged=True)
    resources = render(build, spec)["resource"]
    assert resources["aws_rds_cluster"]["orders"]["engine_lifecycle_support"] == "open-source-rds-extended-support"
    assert resources["aws_rds_cluster_parameter_group"]["orders"]["family"] == "mysql8.0"


def test_without_enhanced_monitoring_there_is_no_role(render: Render, environment: Environment) -> None:
    resources = render(build, changed(environment, monitoring=Monitoring(interval_seconds=0)))["resource"]
    assert "aws_iam_role" not in resources
    assert "monitoring_role_arn" not in resources["aws_rds_cluster"]["orders"]


def test_every_exported_log_has_an_encrypted_group_that_expires(resources: dict[str, Any]) -> None:
    groups = resources["aws_cloudwatch_log_group"].values()
    assert [(each["name"], each["kms_key_id"], each["retention_in_days"]) for each in groups] == [
        (f"/aws/rds/cluster/orders/{export}", "logs-key", 400)
        for export in ("error", "general", "iam-db-auth-error", "slowquery")
    ]


def test_an_unprotected_database_can_be_destroyed(render: Render, environment: Environment) -> None:
    cluster = render(build, changed(environment, deletion_protection=False))["resource"]["aws_rds_cluster"]["orders"]
    assert (cluster["deletion_protection"], cluster["lifecycle"]["prevent_destroy"]) == (False, False)
    assert cluster["skip_final_snapshot"] is False


def test_the_parameters_are_the_promised_ones_and_the_specs() -> None:
    database = Database(
        instance_class="db.r6gd.large",
        logs=Logs(exports=["error"]),
        parameters={"max_connections": "2000", "innodb_buffer_pool_instances": "4"},
    )
    assert parameters(database) == [
        Parameter("enforce_gtid_consistency", "ON", "pending-reboot", ""),
        Parameter("general_log", "0", "immediate", "logs.exports"),
        Parameter("gtid-mode", "ON", "pending-reboot", ""),
        Parameter("innodb_buffer_pool_instances", "4", "pending-reboot", "parameters.innodb_buffer_pool_instances"),
        Parameter("innodb_flush_log_at_trx_commit", "1", "immediate", ""),
        Parameter("log_output", "FILE", "immediate", "logs.exports"),
        Parameter("long_query_time", "1", "immediate", "logs.exports"),
        Parameter("max_connections", "2000", "immediate", "parameters.max_connections"),
        Parameter("require_secure_transport", "ON", "immediate", ""),
        Parameter("slow_query_log", "0", "immediate", "logs.exports"),
        Parameter("sync_binlog", "1", "immediate", ""),
        Parameter("tls_version", "TLSv1.2,TLSv1.3", "pending-reboot", ""),
    ]
