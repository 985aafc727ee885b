"""The specs that are validated in the benchmark are sound, so that no rule stops early."""

from datetime import date
from pathlib import Path

from generator.spec.loading import load
from generator.validation import judge
from tests.benchmarks.quantities import MANY
from tests.benchmarks.specs import write_specs


def test_none_of_the_many_specs_has_a_finding(tmp_path: Path) -> None:
    specs = [load(file) for file in write_specs(tmp_path / "environments", MANY)]
    assert (len(specs), judge(specs, today=date(2026, 11, 22))) == (MANY, [])
