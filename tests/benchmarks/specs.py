"""Specs to validate: as many as one likes, and none clashes with another."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.measure import ROOT

ENVIRONMENTS = ROOT / "environments"
MOST = 256
"""So many networks of the size of the pattern's are there in 10.0.0.0/8."""


def write_specs(folder: Path, count: int) -> list[Path]:
    """Writes `count` specs, each like eu-west-1 in an account and a network of its own, and returns their files."""
    assert count <= MOST
    folder.mkdir(parents=True)
    return list(_written(folder, count))


def _written(folder: Path, count: int) -> Iterator[Path]:
    pattern = (ENVIRONMENTS / "eu-west-1.yaml").read_text()
    for number in range(count):
        name = f"cell-{number}"
        spec = (
            pattern.replace("environment: eu-west-1", f"environment: {name}")
            .replace("222222222222", f"{300_000_000_000 + number}")
            .replace("10.20.", f"10.{number}.")
            .replace("sg-0a1b2c3d4e5f60718", f"sg-{number:017x}")
        )
        file = folder / f"{name}.yaml"
        file.write_text(spec)
        yield file
