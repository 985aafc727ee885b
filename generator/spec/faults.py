"""Collects findings on one spec file."""

from dataclasses import dataclass, field

from generator.findings import Finding
from generator.findings_catalogue import RuleDescription
from generator.spec.document import Path, Position, dotted

MOST_FAULTS = 100
"""Findings on one file that are shown; a file that has more is not read on."""


@dataclass(slots=True)
class Faults:
    """The findings on `file` so far."""

    file: str
    found: list[Finding] = field(default_factory=list)

    @property
    def full(self) -> bool:
        """Whether there are more than are shown, so that looking for others is wasted."""
        return len(self.found) > MOST_FAULTS

    def add(self, rule: RuleDescription, message: str, fix: str, at: Position | None, path: Path = ()) -> None:
        """Adds a finding of `rule`; without `at` it is about the file as a whole."""
        self.found.append(
            Finding(
                rule=rule.id,
                severity=rule.severity,
                message=message,
                fix=fix,
                source=rule.source,
                file=self.file,
                line=at.line if at else None,
                column=at.column if at else None,
                path=dotted(path) or None,
            )
        )
