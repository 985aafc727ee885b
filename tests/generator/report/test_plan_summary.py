"""The summary of a plan, as it is printed."""

import io
from collections.abc import Sequence

from generator.report.plan_summary import print_summary
from generator.terraform.plan import Action, Change, Plan

ORIGINS = {
    "resources": {
        "aws_rds_cluster.orders": {"module": "cluster"},
        "aws_kms_key.storage": {"module": "encryption"},
        "aws_kms_key.logs": {"module": "encryption"},
    }
}


def printed(*changes: tuple[str, Action]) -> Sequence[str]:
    """The lines of the summary of a plan, without the blanks at their ends."""
    stream = io.StringIO()
    plan = Plan(tuple(Change(address, address, address.split(".")[0], action) for address, action in changes))
    print_summary(plan, ORIGINS, stream)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def test_changes_are_counted_by_module_and_dangerous_ones_are_named() -> None:
    assert printed(
        ("aws_kms_key.storage", "create"),
        ("aws_kms_key.logs", "update"),
        ("aws_rds_cluster.orders", "replace"),
        ("aws_vpc.old", "delete"),
        ("data.aws_iam_policy_document.x", "read"),
    ) == [
        "module      add  change  replace  destroy  effect on users",
        "cluster       ·       ·        1        ·  data loss",
        "encryption    1       1        ·        ·  nothing",
        "-             ·       ·        ·        1  outage",
        "total         1       1        1        1  data loss",
        " destroy aws_vpc.old  outage",
        " replace aws_rds_cluster.orders  data loss",
        "  change aws_kms_key.logs  nothing",
    ]


def test_a_plan_without_changes_says_so() -> None:
    assert printed(("aws_kms_key.storage", "no-op")) == ["No changes: what exists is what the spec says."]
