"""Facts that people edit, as YAML beside the policies, each file with its source and the day it was checked."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DATA = Path(__file__).parents[1] / "data"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def facts(name: str) -> Any:
    """What is in `data/<name>.yaml`, read once; it is not to be changed."""
    return yaml.load((_DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
