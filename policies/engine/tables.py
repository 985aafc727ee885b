"""The facts that policies are judged by: JSON beside the policies, each with its source and the day it was checked."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parents[1] / "data"


@cache
def table(name: str) -> Any:
    """What is in `data/<name>.json`, read once; it is not to be changed."""
    return json.loads((_DATA / f"{name}.json").read_text(encoding="utf-8"))
