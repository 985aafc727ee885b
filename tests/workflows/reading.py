"""The workflows, and their steps as a runner would run them on this machine."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yaml"))
_EXPRESSION = re.compile(r"\$\{\{\s*(.+?)\s*\}\}")


def read(file: Path) -> dict[str, Any]:
    """A workflow; its `on`, which YAML reads as true, is under that name."""
    content: dict[Any, Any] = yaml.safe_load(file.read_text())
    content["on"] = content.pop(True)
    return content


def steps(workflow: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step, with the name of its job."""
    for name, job in workflow["jobs"].items():
        for step in job["steps"]:
            yield name, step


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs steps in a folder. `values` are what expressions stand for: one that is not among them is an error."""

    folder: Path
    values: Mapping[str, str]
    programs: Path
    variables: Mapping[str, str]

    def run(self, step: Mapping[str, Any], job: Mapping[str, Any], **changes: str) -> subprocess.CompletedProcess[str]:
        """Runs a `run` step with the environment of its job; `changes` replace text in its script."""
        script = step["run"]
        for old, new in changes.items():
            script = script.replace(old, new)
        assert not _EXPRESSION.search(script), "an expression in a script is code that somebody else may write"
        given = {**job.get("env", {}), **step.get("env", {})}
        environment = {
            **os.environ,
            **self.variables,
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "GITHUB_OUTPUT": str(self.folder.parent / "output"),
            "GITHUB_STEP_SUMMARY": str(self.folder.parent / "step-summary"),
            **{name: self.evaluated(str(value)) for name, value in given.items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)

    def output(self) -> dict[str, str]:
        """What steps have written to $GITHUB_OUTPUT."""
        lines = (self.folder.parent / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def evaluated(self, text: str) -> str:
        """The text with what its expressions stand for."""
        return _EXPRESSION.sub(lambda found: self.values[found.group(1)], text)
