"""Which override files say no more than how a stand-in for AWS is reached."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.targets.ready import LOCAL_OVERRIDE, OVERRIDE
from policies.engine.overrides import imports_only, is_harmless_override


def written(folder: Path, data: object, name: str = "target_override.tf.json") -> Path:
    file = folder / name
    file.write_text(data if isinstance(data, str) else json.dumps(data))
    return file


@pytest.mark.parametrize("override", [OVERRIDE, LOCAL_OVERRIDE])
def test_the_sandbox_only_says_how_it_is_reached(tmp_path: Path, override: Any) -> None:
    assert is_harmless_override(written(tmp_path, override))


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


def test_import_blocks_configure_nothing(tmp_path: Path) -> None:
    blocks = {"import": [{"to": "aws_vpc.cell", "id": "vpc-1"}]}
    assert imports_only(written(tmp_path, blocks, "imports.tf.json"))
    assert imports_only(written(tmp_path, {"import": []}, "imports.tf.json"))
    assert imports_only(written(tmp_path, blocks, "begun.tf.json"))
    two = {"import": [{"to": "aws_route_table_association.a", "id": "${aws_subnet.a.id}/${aws_route_table.a.id}"}]}
    assert imports_only(written(tmp_path, two, "begun.tf.json"))
    assert not imports_only(written(tmp_path, blocks, "other.tf.json"))
    assert not imports_only(tmp_path / "missing" / "imports.tf.json")


@pytest.mark.parametrize(
    "data",
    [
        {"import": [{"to": "aws_vpc.cell", "id": "vpc-1"}], "resource": {}},
        {"import": [{"to": "aws_vpc.cell", "id": "${data.aws_ssm_parameter.x.value}"}]},
        {"import": [{"to": "aws_vpc.cell", "id": '${aws_vpc.cell.id}${file("x")}'}]},
        {"import": [{"to": "aws_vpc.cell", "id": "vpc-1", "provider": "aws.us"}]},
        {"import": [{"to": "aws_vpc.cell", "for_each": {}}]},
        {"import": {"to": "aws_vpc.cell", "id": "vpc-1"}},
        {"import": [[]]},
        [],
        "{",
    ],
)
def test_a_file_that_does_more_than_import_is_a_stray(tmp_path: Path, data: Any) -> None:
    assert not imports_only(written(tmp_path, data, "imports.tf.json"))
