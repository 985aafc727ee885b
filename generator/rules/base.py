"""What every rule is made of: its description, and findings that know where the fault stands."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from generator.findings import Finding, Severity
from generator.findings_catalogue import RuleDescription
from generator.spec.document import Document, Path, dotted
from generator.spec.model import Database, Environment


@dataclass(frozen=True, slots=True)
class Spec:
    """A spec as the rules see it; `today` is the day on which it is judged."""

    document: Document
    environment: Environment
    today: date


class Described:
    """What a rule says of itself."""

    id: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity] = "error"
    source: ClassVar[str]
    explanation: ClassVar[str]

    @classmethod
    def description(cls) -> RuleDescription:
        """The rule as `tidegate explain` and the rules page show it."""
        return RuleDescription(
            id=cls.id, title=cls.title, severity=cls.severity, source=cls.source, explanation=cls.explanation
        )

    def found_in(self, document: Document, path: Path, message: str, fix: str, *, key: bool = False) -> Finding:
        """A finding on the value at `path`, or on the key that names it; a missing value counts where it would be."""
        position = document.key_position(path) if key else document.position(path)
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            fix=fix,
            source=self.source,
            file=document.file,
            line=position.line,
            column=position.column,
            path=dotted(path),
        )


class Rule(Described, ABC):
    """A rule about one spec."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.environment = spec.environment

    @abstractmethod
    def check(self) -> Iterator[Finding]:
        """What is wrong."""

    def written(self, *paths: Path) -> Path:
        """The first of the paths that stands in the file: the fault of two values is that of one somebody wrote."""
        return next((path for path in paths if path in self.spec.document.values), paths[0])

    def finding(self, path: Path, message: str, fix: str, *, key: bool = False) -> Finding:
        """A finding of this rule; see `found_in`."""
        return self.found_in(self.spec.document, path, message, fix, key=key)


class DatabaseRule(Rule):
    """A rule about each database of a spec."""

    def check(self) -> Iterator[Finding]:
        """What is wrong with each database."""
        for name, database in self.environment.databases.items():
            yield from self.check_database(database, ("databases", name))

    @abstractmethod
    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """What is wrong with the database at `path`."""


def listed(values: tuple[object, ...] | list[str], last: str = "or") -> str:
    """`a, b or c`."""
    texts = [str(value) for value in values]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} {last} {texts[-1]}"
