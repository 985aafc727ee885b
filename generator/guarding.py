"""The guards on a plan that was just made: what they need to know is gathered here."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from generator.findings import Finding
from generator.guards import Circumstances, check
from generator.guards.storage import changes_storage
from generator.policing.locating import Origins
from generator.spec.model import Environment
from generator.targets import Target
from generator.terraform.plan import Plan


def guard(plan: Plan, environment: Environment, origins: Mapping[str, Any], target: Target) -> list[Finding]:
    """What the guards say of a plan for an environment; RDS at the target is asked only if storage changes."""
    circumstances = Circumstances(
        account_id=environment.account_id, now=datetime.now(UTC), storage_changed=_storage_changed(plan, target)
    )
    return check(plan, circumstances, Origins(origins.get("file"), origins.get("resources", {})))


def _storage_changed(plan: Plan, target: Target) -> Mapping[str, datetime | None]:
    clusters = [str(change.before["cluster_identifier"]) for change in plan.changes if changes_storage(change)]
    if not clusters:
        return {}
    from generator.guards.history import storage_changes

    return storage_changes(target.session(), clusters)
