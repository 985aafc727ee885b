"""What is measured, and how much of it is allowed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Program, cpu_seconds, elapsed_seconds
from tests.benchmarks.renders import write_renders
from tests.benchmarks.specs import ENVIRONMENTS, write_specs

MANY = 200
MANY_RENDERS = 50
SLOW_RUNS = 3
"""Runs of what takes so long that more would only cost patience."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: the median of `runs` runs in seconds, or a ratio; `limit` is what it must stay below."""

    name: str
    value: float
    unit: str
    limit: float | None
    runs: int

    @property
    def within(self) -> bool:
        """Whether the value is below its limit; what has none always is."""
        return self.limit is None or self.value < self.limit


def measure_all(runs: int, scratch: Path, note: Callable[[str], None]) -> Iterator[Measured]:
    """Measures everything, one program at a time; `note` is told what comes next."""
    note("validating")
    one = write_specs(scratch / "one" / "environments", 1)
    yield _validating("validate one spec", one, runs, limit=0.5)
    many = write_specs(scratch / "many" / "environments", MANY)
    yield _validating(f"validate {MANY} specs", many, runs, limit=3.0)
    note("rendering")
    yield from _rendering(runs)
    note("judging")
    yield from _judging(runs, scratch / "renders")
    note("rendering as documented, which takes a while")
    yield from _as_documented(min(runs, SLOW_RUNS))
    note("applying an environment to a bare sandbox, which takes two minutes")
    yield _applying()
    note("testing what was applied, which takes minutes")
    yield _integration_tests()


def validation(specs: list[Path], report: Path) -> Program:
    """The command line, as the installed script calls it."""
    arguments = ["validate", "--output", str(report), *map(str, specs)]
    return Program(["-c", "from generator.cli import main; main()", *arguments])


def rendering(*environments: str, module: str = "rendering") -> Program:
    """Renders environments of this checkout in one process; `module` says how CDKTF is loaded."""
    specs = [str(ENVIRONMENTS / f"{name}.yaml") for name in environments]
    return Program(["-m", f"tests.benchmarks.programs.{module}", *specs])


def _validating(name: str, specs: list[Path], runs: int, *, limit: float) -> Measured:
    program = validation(specs, specs[0].with_suffix(".txt"))
    return Measured(name, median(_warm(program, runs)), "s", limit, runs)


def _rendering(runs: int) -> Iterator[Measured]:
    first, both = rendering("eu-west-1"), rendering("eu-west-1", "us-east-1")
    one = _warm(first, runs)
    two = _warm(both, runs)
    yield Measured("render one environment", median(one), "s", 2.5, runs)
    yield Measured("a second one in the same process adds", median(two) - median(one), "s", 0.3, runs)


def judging(renders: list[Path], *, with_checkov: bool = False) -> Program:
    """Holds the policies against renders in one process."""
    options = ["--checkov"] if with_checkov else []
    return Program(["-m", "tests.benchmarks.programs.judging", *options, *map(str, renders)])


def _judging(runs: int, folder: Path) -> Iterator[Measured]:
    files = write_renders(folder, MANY_RENDERS)
    rows = (
        ("judge one render with the pack alone", judging(files[:1]), 0.3),
        ("judge one render through checkov too", judging(files[:1], with_checkov=True), 3.0),
        (f"judge {MANY_RENDERS} renders in one process", judging(files), 4.0),
    )
    for name, program, limit in rows:
        yield Measured(name, median(_warm(program, runs)), "s", limit, runs)


def _as_documented(runs: int) -> Iterator[Measured]:
    documented = median(_warm(rendering("eu-west-1", module="as_documented"), runs))
    lazy = median(_warm(rendering("eu-west-1"), runs))
    yield Measured("render one environment, CDKTF as documented", documented, "s", None, runs)
    yield Measured("as documented, compared with Tidegate", documented / lazy, "times", None, runs)


def _applying() -> Measured:
    program = Program(["-m", "tests.benchmarks.programs.applying"])
    return Measured("apply and verify on a bare sandbox, elapsed", elapsed_seconds(program), "s", 120, 1)


def _integration_tests() -> Measured:
    tests = ("apply", "bad_clusters", "edits", "guards")
    files = [f"tests/integration/test_{name}.py" for name in tests]
    program = Program(["-m", "pytest", "-q", "-m", "", "--numprocesses", "2", "--dist", "load", *files])
    return Measured("integration tests of both environments, elapsed", elapsed_seconds(program), "s", 300, 1)


def _warm(program: Program, runs: int) -> list[float]:
    """CPU seconds of each run, after one that is not counted: it compiles what no earlier run has compiled."""
    cpu_seconds(program)
    return [cpu_seconds(program) for _ in range(runs)]
