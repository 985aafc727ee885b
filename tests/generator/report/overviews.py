"""Overviews to show: of a plan that does a little of everything."""

from dataclasses import replace
from typing import Any

from generator.findings import Finding
from generator.report.overview import Overview
from generator.terraform.plan import Action, Change, Plan

BLOB = "https://github.com/example/databases/blob/0123456789abcdef"


def change(address: str, action: Action, forced_by: tuple[str, ...] = (), **changed: tuple[Any, Any]) -> Change:
    """A change of a resource; `changed` are its arguments before and after."""
    before = {name: values[0] for name, values in changed.items()}
    after = {name: values[1] for name, values in changed.items()}
    plain = address.split("[", maxsplit=1)[0]
    return Change(address, plain, plain.partition(".")[0], action, before, after, forced_by=forced_by)


PLAN = Plan(
    (
        change("aws_kms_key.logs", "create"),
        change("aws_kms_key.insights", "create"),
        change('aws_cloudwatch_metric_alarm.orders_cpu["orders-instance-1"]', "create"),
        change("aws_lambda_function.orders_rotation", "create"),
        change("aws_iam_role_policy.orders_rotation", "update", policy=("{}", '{"a": 1}')),
        change(
            "aws_rds_cluster.orders",
            "update",
            db_cluster_instance_class=("db.r6gd.xlarge", "db.r6gd.2xlarge"),
            allocated_storage=(400, 500),
            enabled_cloudwatch_logs_exports=(["error"], ["error", "slowquery"]),
        ),
        change("aws_rds_cluster.risk", "replace", ("storage_type",), storage_type=("io1", "io2")),
        change("aws_secretsmanager_secret.orders_user-old", "delete", name=("old", None)),
        change("data.aws_iam_policy_document.x", "read"),
        change("aws_vpc.cell", "no-op"),
    )
)

REPLACED = Finding(
    rule="GRD002",
    severity="error",
    message="aws_rds_cluster.risk (the database with its automated backups) would be replaced because storage_type "
    "changes: snapshots stay; effect on users: data loss",
    fix="leave `storage_type` as it is; to change it, move the data into a new database with a name of its own",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html",
    file="environments/eu-west-1.yaml",
    line=31,
    column=21,
    path="databases.risk.storage.type",
    resource="aws_rds_cluster.risk",
)
UNKNOWN = Finding(
    rule="GRD016",
    severity="warning",
    message="when the storage of orders was changed last is not known; effect on users: nothing",
    fix="see its events",
    source="docs/guards.md",
    file="environments/eu-west-1.yaml",
    line=19,
    column=36,
    path="databases.orders.storage.size_gib",
    resource="aws_rds_cluster.orders",
)
ACCEPTED = replace(
    REPLACED, rule="GRD040", message="another class; effect on users: failover of about 35 s", waived=True
)
FINDINGS = (UNKNOWN, ACCEPTED, REPLACED)
OVERVIEW = Overview("eu-west-1", FINDINGS, {"environment": "eu-west-1", "resources": 111, "policies": 142}, PLAN)
HOSTILE = "<script>alert(1)</script> [x](javascript:alert(1)) @everyone | `code` \x1b[31m"
