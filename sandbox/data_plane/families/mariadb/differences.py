"""What MariaDB does not have of what a cluster on RDS has; differences.yaml holds it."""

from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from sandbox.backing import Feature


class Differences(TypedDict):
    """What differences.yaml holds. `lacks`: feature -> reason; the others are names of parameters and privileges."""

    lacks: dict[Feature, str]
    renamed: dict[str, str]
    kept: list[str]
    left_out: list[str]
    not_capped: list[str]
    no_privileges: list[str]


@cache
def differences() -> Differences:
    """How MariaDB differs."""
    read: Differences = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    return read
