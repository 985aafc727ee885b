"""The guards: what a plan would change that nobody may change unseen."""

from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.guards import (
    engine,
    holders,
    identity,
    interruption,
    parameters,
    protection,
    refused,
    retention,
    storage,
)
from generator.guards.base import Circumstances, Guard
from generator.policing.locating import Origins
from generator.terraform.plan import Plan

__all__ = ["Circumstances", "check", "descriptions"]

_SUBJECTS = (holders, retention, refused, storage, parameters, engine, interruption, protection, identity)
_GUARDS: tuple[type[Guard], ...] = tuple(guard for subject in _SUBJECTS for guard in subject.GUARDS)


def check(plan: Plan, circumstances: Circumstances, origins: Origins) -> list[Finding]:
    """What the guards say of a plan, in reading order."""
    return in_reading_order(found for guard in _GUARDS for found in guard(plan, circumstances, origins).check())


def descriptions() -> tuple[RuleDescription, ...]:
    """Every guard, by id."""
    return tuple(sorted((guard.description() for guard in _GUARDS), key=lambda each: each.id))
