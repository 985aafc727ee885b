"""The smallest spec, and how tests look at findings."""

from pathlib import Path

from generator.findings import Finding

ROOT = Path(__file__).parents[3]
SMALLEST = (ROOT / "tests" / "specs" / "pass-smallest.yaml").read_text(encoding="utf-8")
REAL = [(ROOT / "environments" / f"{name}.yaml").read_bytes() for name in ("eu-west-1", "us-east-1")]


def places(findings: list[Finding]) -> list[tuple[str, int | None, int | None]]:
    """Rule, line and column of each finding."""
    return [(found.rule, found.line, found.column) for found in findings]
