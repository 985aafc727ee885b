"""Renders to judge: as many as one likes, each in a folder of its own."""

from pathlib import Path

from generator.spec.loading import load
from generator.synth.rendering import render, write
from tests.benchmarks.specs import write_specs


def write_renders(folder: Path, count: int) -> list[Path]:
    """Renders `count` specs, each like eu-west-1 in an account and a network of its own, and returns the files.

    The specs' names are cells', so that what is judged is as large as the environment, and no two are the same.
    """
    return [_rendered(spec, folder / spec.stem) for spec in write_specs(folder / "environments", count)]


def _rendered(spec: Path, folder: Path) -> Path:
    loaded = load(spec, shown_as=spec.name)
    assert loaded.document, loaded.findings
    assert loaded.environment, loaded.findings
    write(render(loaded.document, loaded.environment), folder)
    return folder / "cdk.tf.json"
