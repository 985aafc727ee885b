"""`tidegate schema`."""

from pathlib import Path

from click.testing import CliRunner

from generator.cli.main import tidegate
from generator.spec.schema import schema_text


def test_the_schema_goes_to_standard_output() -> None:
    assert CliRunner().invoke(tidegate, ["schema"]).output == schema_text()


def test_the_schema_goes_into_the_file_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "schema.json"

    result = CliRunner().invoke(tidegate, ["schema", "--output", str(file)])

    assert (result.exit_code, result.output, file.read_text(encoding="utf-8")) == (0, "", schema_text())
