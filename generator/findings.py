"""The one type that crosses every wall: what a check says about a spec, a render or a plan."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, where, why, and how to mend it.

    `line` and `column` count from 1, in `file`; `path` is the spec path (`databases.orders.storage.iops`),
    `resource` a Terraform address. `source` is the URL of the fact that the check rests on.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    source: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None
    resource: str | None = None
    waived: bool = False

    def as_json(self) -> dict[str, str | int | bool | None]:
        """The finding as the JSON object of the contract: every key, `null` where nothing is known."""
        return asdict(self)

    @property
    def location(self) -> str:
        """`file:line:col`, as far as it is known."""
        known = [str(part) for part in (self.file, self.line, self.column) if part is not None]
        return ":".join(known)


def in_reading_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorts findings as a reader meets them: by file, line, column, then rule; equal ones once."""
    return sorted(
        dict.fromkeys(findings),
        key=lambda found: (
            found.file or "",
            found.line or 0,
            found.column or 0,
            found.rule,
            found.resource or "",
            found.message,
        ),
    )


def passes(findings: Iterable[Finding]) -> bool:
    """Whether nothing but warnings and waived findings is left."""
    return all(found.waived or found.severity == "warning" for found in findings)
