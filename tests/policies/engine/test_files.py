"""checkov reads every file of the pack's folder in its own way; none must be able to trip it."""

import ast
import json
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

PACK = ROOT / "policies"
POLICIES = sorted(file for file in PACK.glob("*.py") if not file.name.startswith("__"))
DATA = sorted(file for ending in ("yaml", "yml", "json") for file in PACK.rglob(f"*.{ending}"))


@pytest.mark.parametrize("file", DATA, ids=lambda file: str(file.relative_to(PACK)))
def test_a_data_file_is_no_policy_and_holds_nothing_that_json_does_not_know(file: Path) -> None:
    """checkov turns each such file into JSON, and ends if it cannot: a date without quotes is enough."""
    data = yaml.safe_load(file.read_text(encoding="utf-8"))

    assert json.loads(json.dumps(data)) == data
    assert "metadata" not in data


def test_only_the_policies_are_in_a_folder_that_checkov_loads_modules_from() -> None:
    assert (PACK / "__init__.py").is_file()
    assert [file for file in PACK.rglob("__init__.py") if file.parent != PACK] == []


@pytest.mark.parametrize("file", POLICIES, ids=lambda file: file.stem)
def test_a_policy_is_loaded_under_a_name_that_nothing_else_has(file: Path) -> None:
    """checkov makes it a module of that name, in place of any other."""
    assert file.stem not in sys.stdlib_module_names | packages_distributions().keys()


@pytest.mark.parametrize("file", sorted(PACK.rglob("*.py")), ids=lambda file: str(file.relative_to(PACK)))
def test_the_pack_stands_on_nothing_of_the_generator(file: Path) -> None:
    allowed = sys.stdlib_module_names | {"policies", "yaml"} | ({"checkov"} if file.name == "checks.py" else set())
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= allowed
