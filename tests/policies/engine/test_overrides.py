"""Which override files say no more than how a stand-in for AWS is reached."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.targets.sandbox import OVERRIDE
from policies.engine.overrides import is_harmless_override


def written(folder: Path, data: object, name: str = "target_override.tf.json") -> Path:
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


def test_the_sandbox_only_says_how_it_is_reached(tmp_path: Path) -> None:
    assert is_harmless_override(written(tmp_path, OVERRIDE))


@pytest.mark.parametrize(
    "data",
    [
        {"provider": {"aws": {"region": "us-east-1"}}},
        {"provider": {"aws": {"endpoints": {"rds": "https://example.com"}}}},
        {"provider": {"aws": [{"alias": "us"}]}},
        {"provider": {"random": {}}},
        {"provider": []},
        {"terraform": {"backend": {"s3": {}}}},
        {"terraform": {"required_version": "1"}},
        {"terraform": []},
        {"resource": {}},
        [],
        "{",
    ],
)
def test_anything_else_is_not_harmless(tmp_path: Path, data: Any) -> None:
    assert not is_harmless_override(written(tmp_path, data))


def test_another_file_is_no_override(tmp_path: Path) -> None:
    assert not is_harmless_override(written(tmp_path, OVERRIDE, "cdk.tf.json"))
    assert not is_harmless_override(tmp_path / "missing_override.tf.json")
