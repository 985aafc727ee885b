"""What checkov's own checks, all of them, say of the same mutants."""

from collections.abc import Mapping
from functools import cache

from checkov.common.checks.base_check_registry import BaseCheckRegistry
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform_json.runner import TerraformJsonRunner

Failures = frozenset[tuple[str, str]]
"""Checks that fail, by id, and where."""

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
