"""How many findings there are, and of what, in one line."""

from collections.abc import Sequence

from generator.findings import Finding, passes
from generator.report.dispatch import Checked


def verdict(findings: Sequence[Finding]) -> str:
    """`pass` or `fail`."""
    return "pass" if passes(findings) else "fail"


def counts(findings: Sequence[Finding]) -> str:
    """`2 errors, 1 warning`, or `nothing found`."""
    kinds = [_kind(found) for found in findings]
    parts = [amount(kinds.count(kind), kind) for kind in ("error", "warning", "waived finding") if kind in kinds]
    return ", ".join(parts) or "nothing found"


def checked_in_words(checked: Checked) -> str:
    """`2 specs, 71 rules`: what has a number, or is a list."""
    sizes = {name: size if isinstance(size, int) else len(size) for name, size in checked.items() if _countable(size)}
    return ", ".join(amount(size, name.removesuffix("s").replace("_", " ")) for name, size in sizes.items())


def amount(number: int, noun: str) -> str:
    """`1 spec`, `2 specs`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _countable(size: object) -> bool:
    return not isinstance(size, str)


def _kind(found: Finding) -> str:
    return "waived finding" if found.waived else found.severity
