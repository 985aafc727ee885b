"""The project's own specs, loaded once."""

from pathlib import Path

import pytest

from generator.spec.document import Document
from generator.spec.loading import Loaded, load
from generator.spec.model import Environment

ROOT = Path(__file__).parents[1]
ENVIRONMENTS = ("eu-west-1", "us-east-1")


def load_environment(name: str) -> Loaded:
    """A spec of the project; it must be sound."""
    loaded = load(ROOT / "environments" / f"{name}.yaml", shown_as=f"environments/{name}.yaml")
    assert loaded.environment, loaded.findings
    return loaded


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The spec of eu-west-1."""
    return load_environment("eu-west-1")


@pytest.fixture(scope="session")
def document(loaded: Loaded) -> Document:
    assert loaded.document
    return loaded.document


@pytest.fixture(scope="session")
def environment(loaded: Loaded) -> Environment:
    assert loaded.environment
    return loaded.environment
