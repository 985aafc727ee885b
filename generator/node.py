"""Finds the Node.js that jsii runs on. Stdlib alone: the set-up uses it."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ToolError
from generator.facts.toolchain import toolchain, version_of


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js that is new enough; `version` is without the leading v."""

    path: Path
    version: str


def find_node(environment: Mapping[str, str] = os.environ) -> Node:
    """The Node.js that jsii will start: $JSII_NODE, else `node` on the PATH.

    Raises ToolError where there is none, it does not run, or it is too old.
    """
    minimum = toolchain().node_minimum
    fix = f"install Node.js {minimum} or newer, or set JSII_NODE to the path of one"
    named = environment.get("JSII_NODE") or "node"
    path = shutil.which(named, path=environment.get("PATH", os.defpath))
    if path is None:
        raise ToolError(f"Node.js is missing: there is no {named!r} on the PATH", fix=fix)
    version = _version(path, environment)
    if version is None:
        raise ToolError(f"{path} does not run: `{path} --version` failed", fix=fix)
    if version_of(version) < version_of(minimum):
        raise ToolError(f"Node.js {version} at {path} is too old: {minimum} is the oldest that works", fix=fix)
    return Node(Path(path), version)


def _version(path: str, environment: Mapping[str, str]) -> str | None:
    try:
        asked = subprocess.run(
            [path, "--version"], env=environment, capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = asked.stdout.strip().removeprefix("v")
    return version if asked.returncode == 0 and version_of(version) else None
