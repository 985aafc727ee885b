"""What a plan says has changed, without what changes by itself."""

from typing import Any

import pytest

from generator.drift.reading import Difference, drifted, noise, planned


def change(kind: str, before: dict[str, Any], after: dict[str, Any] | None, *actions: str) -> dict[str, Any]:
    shown = {"actions": list(actions or ["update"]), "before": before, "after": after, "after_unknown": {}}
    return {"address": f"{kind}.orders", "type": kind, "change": shown}


def test_a_changed_attribute_is_drift_with_both_values() -> None:
    shown = {"resource_drift": [change("aws_rds_cluster", {"port": 3306, "a": 1}, {"port": 3307, "a": 1})]}
    assert list(drifted(shown)) == [Difference("aws_rds_cluster.orders", {"port": (3306, 3307)})]


def test_what_is_gone_is_drift_without_values() -> None:
    shown = {"resource_drift": [change("aws_rds_cluster", {"port": 3306}, None, "delete")]}
    assert list(drifted(shown)) == [Difference("aws_rds_cluster.orders", None)]


@pytest.mark.parametrize(("kind", "attribute"), sorted(noise()))
def test_noise_alone_is_no_drift(kind: str, attribute: str) -> None:
    kind = "aws_vpc" if kind == "*" else kind
    assert list(drifted({"resource_drift": [change(kind, {attribute: 1}, {attribute: 2})]})) == []


def test_noise_beside_a_change_is_left_out() -> None:
    before, after = {"recovery_points": 1, "arn": "a"}, {"recovery_points": 2, "arn": "b"}
    shown = {"resource_drift": [change("aws_backup_vault", before, after)]}
    assert list(drifted(shown)) == [Difference("aws_backup_vault.orders", {"arn": ("a", "b")})]


def test_reads_and_no_ops_are_not_planned() -> None:
    changes = [
        change("aws_vpc", {"a": 1}, {"a": 1}, "no-op"),
        change("aws_iam_policy_document", {}, {"a": 1}, "read"),
        change("aws_kms_key", {"a": 1}, {"a": 2}, "delete", "create"),
    ]
    assert list(planned({"resource_changes": changes})) == [Difference("aws_kms_key.orders", {"a": (1, 2)})]
