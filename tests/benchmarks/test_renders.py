"""The renders that are judged in the benchmark are sound, and each is another."""

from pathlib import Path

from tests.benchmarks.programs.judging import judged
from tests.benchmarks.renders import write_renders


def test_the_renders_are_judged_without_a_finding_and_no_two_are_the_same(tmp_path: Path) -> None:
    renders = write_renders(tmp_path, 2)

    assert judged(renders, with_checkov=False) > 1000
    assert renders[0].read_bytes() != renders[1].read_bytes()
