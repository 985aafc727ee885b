"""The rule that a change of specs alone is held to."""

from collections.abc import Iterable
from pathlib import PurePosixPath

from generator.findings import Finding
from generator.findings_catalogue import RuleDescription
from generator.matrix import environment_of

ONLY_SPECS = RuleDescription(
    id="SCP001",
    title="A change that is marked as one of specs touches nothing else",
    severity="error",
    source="docs/pull-requests.md",
    explanation=(
        "App teams own the specs and nothing else. A pull request marked `spec-only` needs no look of the platform "
        "team at code, and so must not bring any: not the waivers either, by which findings are accepted."
    ),
)


def strays(files: Iterable[PurePosixPath]) -> list[Finding]:
    """A finding for each file that is no spec."""
    return [_finding(file) for file in files if environment_of(file) is None]


def descriptions() -> tuple[RuleDescription, ...]:
    """The rules of this module."""
    return (ONLY_SPECS,)


def _finding(file: PurePosixPath) -> Finding:
    return Finding(
        rule=ONLY_SPECS.id,
        severity=ONLY_SPECS.severity,
        message=f"{file} is no spec, and the change is marked as one of specs alone",
        fix="bring it in a pull request of its own, or take the mark away",
        source=ONLY_SPECS.source,
        file=str(file),
    )
