"""The spec-time rules: what AWS would refuse, or take and do something else with, found before anything is rendered."""

from collections.abc import Sequence
from datetime import date

from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.rules import (
    backup,
    clients,
    engine,
    environments,
    identifiers,
    instance_class,
    logs,
    monitoring,
    network,
    objectives,
    parameters,
    promises,
    protection,
    residency,
    roles,
    rotation,
    storage,
    text,
    users,
    windows,
)
from generator.rules.base import Rule, Spec
from generator.rules.environments import TogetherRule
from generator.spec.document import Document
from generator.spec.model import Environment

__all__ = ["check", "check_together", "descriptions"]

_SUBJECTS = (
    engine,
    instance_class,
    storage,
    identifiers,
    windows,
    backup,
    logs,
    monitoring,
    protection,
    network,
    clients,
    parameters,
    promises,
    users,
    roles,
    rotation,
    residency,
    objectives,
    text,
)
_RULES: tuple[type[Rule], ...] = tuple(rule for subject in _SUBJECTS for rule in subject.RULES)
_TOGETHER: tuple[type[TogetherRule], ...] = environments.RULES


def check(document: Document, environment: Environment, *, today: date) -> list[Finding]:
    """What the rules say of one spec, in reading order; `today` is held against ends of support."""
    spec = Spec(document, environment, today)
    return in_reading_order(found for rule in _RULES for found in rule(spec).check())


def check_together(specs: Sequence[tuple[Document, Environment]]) -> list[Finding]:
    """What the rules say of several specs beside each other, in reading order."""
    return in_reading_order(found for rule in _TOGETHER for found in rule().check(specs))


def descriptions() -> tuple[RuleDescription, ...]:
    """Every rule, by id."""
    described = (rule.description() for rule in (*_RULES, *_TOGETHER))
    return tuple(sorted(described, key=lambda each: each.id))
