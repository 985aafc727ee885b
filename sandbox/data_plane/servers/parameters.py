"""Parameters of a cluster parameter group as options of a server; parameters.yaml says what differs from RDS."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from sandbox.data_plane.servers.formulas import evaluate, is_formula


class Differences(TypedDict):
    """What parameters.yaml holds."""

    variables: dict[str, float]
    renamed: dict[str, str]
    rds_only: list[str]
    kept: list[str]
    capped: dict[str, int]
    removed: dict[str, str]


@cache
def differences() -> Differences:
    """How the sandbox's server differs from one of RDS."""
    read: Differences = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    return read


def defaults() -> dict[str, str]:
    """The caps as options, for a group that says nothing of them; only what every release knows."""
    return {name: str(value) for name, value in differences()["capped"].items() if name not in _RELEASE_BOUND}


def options(parameters: Mapping[str, str], server_version: str, port: int) -> dict[str, str]:
    """The options of a server of this version. Raises FormulaError for a value that looks like a formula."""
    known = differences()
    named = {name: value for name, value in parameters.items() if plain(name) not in known["kept"]}
    return {_option(name, server_version): capped(name, computed(value, port)) for name, value in named.items()}


def _option(name: str, server_version: str) -> str:
    known = differences()
    if name.startswith(tuple(known["rds_only"])) or _is_removed(name, server_version):
        return f"loose_{name}"
    return known["renamed"].get(name, name)


def _is_removed(name: str, server_version: str) -> bool:
    removed = differences()["removed"].get(name)
    return removed is not None and _release(server_version) >= _release(removed)


def computed(value: str, port: int) -> str:
    """A value, or what its formula yields. Raises FormulaError."""
    if not is_formula(value):
        return value
    return str(evaluate(value, {**differences()["variables"], "EndPointPort": port}))


def capped(name: str, value: str) -> str:
    """A parameter's value, or its upper limit."""
    cap = differences()["capped"].get(plain(name))
    if cap is None or not value.isdigit():
        return value
    return str(min(int(value), cap))


def plain(name: str) -> str:
    """A parameter's name as tables have it."""
    return name.replace("-", "_")


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2])


# Names that came or went with a release: given only when a group names them.
_RELEASE_BOUND = {"innodb_log_file_size", "slave_parallel_workers", "replica_parallel_workers"}
