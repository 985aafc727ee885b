"""What checkov's own checks, all of them, say of the same mutants."""

import json
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from checkov.common.checks.base_check_registry import BaseCheckRegistry
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform_json.runner import TerraformJsonRunner

from generator.policing.checkov_run import run_checkov

Failures = frozenset[tuple[str, str]]
Kind = Literal["render", "plan"]

_SUBJECTS: Mapping[str, frozenset[str]] = {
    "encryption": frozenset({"ENCRYPTION"}),
    "transit": frozenset({"ENCRYPTION", "NETWORKING"}),
    "identity": frozenset({"IAM", "SECRETS", "GENERAL_SECURITY"}),
    "backup": frozenset({"BACKUP_AND_RECOVERY", "GENERAL_SECURITY"}),
    "monitoring": frozenset({"LOGGING", "GENERAL_SECURITY"}),
    "network": frozenset({"NETWORKING"}),
    "shape": frozenset({"GENERAL_SECURITY", "CONVENTION"}),
}
"""checkov's categories whose checks may speak of a subject. None of them is about where data may be."""


def failures(data: Mapping[str, Any], kind: Kind) -> Failures:
    """The checks that fail on a render or a plan, with the addresses that they fail on."""
    with tempfile.TemporaryDirectory(prefix="tidegate-mutant-") as folder:
        file = Path(folder) / ("cdk.tf.json" if kind == "render" else "plan.json")
        file.write_text(json.dumps(data))
        empty = Path(folder) / "none"
        empty.mkdir()
        run = run_checkov(file, kind, (), empty)
    return frozenset((each.check, each.address) for each in run.verdicts if each.outcome == "FAILED")


def catches(found: Failures, sound: Failures, category: str) -> bool:
    """Whether a check fails that passes on the sound stack, and whose category fits. This is generous: it may fail
    on something else that the mutant brought along.
    """
    return any(
        _categories().get(check, frozenset()) & _SUBJECTS.get(category, frozenset()) for check, _ in found - sound
    )


@cache
def _categories() -> Mapping[str, frozenset[str]]:
    known = {
        check.id: frozenset(each.name for each in check.categories)
        for check in BaseCheckRegistry.get_all_registered_checks()
    }
    for runner in (TerraformJsonRunner(), PlanRunner()):
        runner.graph_registry.load_checks()
        known |= {check.id: frozenset({_name(check.category)}) for check in runner.graph_registry.checks}
    return known


def _name(category: object) -> str:
    return str(getattr(category, "name", category)).upper()
