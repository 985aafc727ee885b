"""Edits of a spec whose environment exists: what the guards say of the plan, and what a waiver lets through."""

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.site import Site, beside, tidegate

HOME = "eu-west-1"
CLUSTER = "aws_rds_cluster.orders"
STORAGE = "storage: {type: io1, size_gib: 400, iops: 3000}"
BIGGER = f"{STORAGE.replace('400', '500')}\n    instance_class: db.r6gd.2xlarge"

Edited = Callable[[str, str], Path]

pytestmark = pytest.mark.slow


@pytest.fixture
def edited(applied: Site, tmp_path: Path) -> Edited:
    """A checkout of one's own, on the sandbox in which everything exists, with an edit of the spec."""

    def edit(old: str, new: str) -> Path:
        root = beside(applied, tmp_path / "edited")
        spec = root / "environments" / f"{HOME}.yaml"
        text = spec.read_text()
        assert old in text
        spec.write_text(text.replace(old, new))
        return root

    return edit


def said(called: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The findings that a command printed."""
    found: list[dict[str, Any]] = json.loads(called.stdout)["findings"]
    return found


def test_one_word_that_would_replace_the_database_stops_there(edited: Edited) -> None:
    root = edited("type: io1", "type: io2")
    planned = tidegate(root, "plan", HOME, "--format", "json")
    assert planned.returncode == 1, planned.stderr
    guard, refusal = sorted(said(planned), key=lambda found: str(found["rule"]))
    line = (root / guard["file"]).read_text().splitlines()[guard["line"] - 1]
    assert (guard["rule"], line[guard["column"] - 1 :][:3]) == ("GRD002", "io2")
    assert (guard["path"], guard["resource"]) == ("databases.orders.storage.type", CLUSTER)
    assert guard["message"].endswith("effect on users: data loss")
    assert (refusal["rule"], refusal["resource"]) == ("TFP001", CLUSTER)
    assert list((root / "build" / HOME).glob("plan.*")) == []
    assert tidegate(root, "apply", HOME).returncode in (1, 2)


def test_a_failover_is_passed_by_a_waiver_alone(edited: Edited) -> None:
    root = edited(f"instance_class: db.r6gd.xlarge\n    {STORAGE}", BIGGER)
    refused = tidegate(root, "plan", HOME, "--format", "json")
    assert refused.returncode == 1, refused.stderr
    # When the storage was changed last is known here: no warning says that it is not.
    assert [(found["rule"], found["path"], found["waived"]) for found in said(refused)] == [
        ("GRD040", "databases.orders.instance_class", False)
    ]
    (root / "policies" / "waivers.yaml").write_text(waiver("GRD040", CLUSTER))
    passed = tidegate(root, "plan", HOME, "--format", "json")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert [(found["rule"], found["waived"]) for found in said(passed)] == [("GRD040", True)]
    summary = tidegate(root, "summary", HOME).stdout
    assert "effect on users: failover of about 35 s**" in summary


def waiver(rule: str, resource: str) -> str:
    last = datetime.now(UTC).date() + timedelta(days=30)
    return (
        f"waivers:\n  - rule: {rule}\n    environment: {HOME}\n    resource: {resource}\n    owner: orders\n"
        f'    reason: Twice the memory before the sale\n    approver: jane.doe@example.com\n    expires: "{last}"\n'
    )
