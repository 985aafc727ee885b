"""Reads the data files beside it: YAML with the C parser where there is one, and JSON for the large ones."""

import json
from pathlib import Path
from typing import Any

import yaml

_FOLDER = Path(__file__).parent
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_json(name: str) -> dict[str, Any]:
    """The content of a JSON file of facts."""
    content: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return content


def read_yaml(name: str) -> dict[str, Any]:
    """The content of a YAML file of facts; a date in it is a `datetime.date`."""
    content: dict[str, Any] = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=_Loader)
    return content
