"""What every rule id means: for `tidegate explain`, the rules page and the reports that describe rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from generator.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDescription:
    """A rule as a reader meets it. `title` is one short sentence, `explanation` one paragraph or more.

    `source` is the URL, or the page of this project, that the rule rests on.
    """

    id: str
    title: str
    severity: Severity
    source: str
    explanation: str


_SPEC_TABLES = ("generator.spec.syntax_rules", "generator.rules")
_TABLES = (
    *_SPEC_TABLES,
    "generator.waiver_rules",
    "generator.policing",
    "generator.guards",
    "generator.applying.rules",
    "generator.drift.rules",
    "generator.live",
    "generator.drilling.rules",
    "generator.scope_rules",
)
"""The modules that have a `descriptions()`; each is imported only when a description is asked for."""


def descriptions() -> tuple[RuleDescription, ...]:
    """Every rule that a finding can name, by id.

    Raises ValueError if two rules have the same id.
    """
    return _sorted(_TABLES)


def spec_descriptions() -> tuple[RuleDescription, ...]:
    """Every rule that a spec is held against by itself, by id."""
    return _sorted(_SPEC_TABLES)


def _sorted(tables: Iterable[str]) -> tuple[RuleDescription, ...]:
    found: dict[str, RuleDescription] = {}
    for described in _all(tables):
        if described.id in found:
            raise ValueError(f"two rules are called {described.id}")
        found[described.id] = described
    return tuple(found[rule] for rule in sorted(found))


def describe(rule: str) -> RuleDescription | None:
    """The description of the rule with that id."""
    return next((described for described in descriptions() if described.id == rule), None)


def _all(tables: Iterable[str]) -> Iterable[RuleDescription]:
    for table in tables:
        yield from import_module(table).descriptions()
