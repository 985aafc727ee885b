"""A rendered folder in which Terraform works."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.cache import cache_directory
from generator.errors import ToolError
from generator.targets import Target
from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.diagnostics import Diagnostic, Event, read_event
from generator.terraform.executable import find_terraform
from generator.terraform.mirror import find_mirror
from generator.terraform.processes import run_lines

LOCK = ".terraform.lock.hcl"
OVERRIDE = "target_override.tf.json"
PLAN = "plan.tfplan"
PLAN_JSON = "plan.json"
PLAN_HASH = "plan.sha256"

OnEvent = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class PlanFailedError(Exception):
    """Terraform refused the configuration: its diagnostics, of which at least one names a resource."""

    diagnostics: tuple[Diagnostic, ...]


class Workspace:
    """Terraform in one folder, for one target. All methods raise ToolError where Terraform itself fails."""

    def __init__(self, folder: Path, target: Target, lock: Path) -> None:
        self._folder = folder
        self._target = target
        self._terraform = find_terraform(cache_directory())
        mirror = find_mirror()
        config = write_cli_config(folder / ".terraform" / target.name, mirror)
        plugins = None if mirror else cache_directory() / "plugins"
        inherited = _with(os.environ, target.variables)
        self._variables = terraform_environment(config, plugin_cache=plugins, inherited=inherited)
        # Two targets have two backends: each keeps what `init` learned in a folder of its own.
        self._variables["TF_DATA_DIR"] = str((folder / ".terraform" / target.name).absolute())
        shutil.copyfile(lock, folder / LOCK)
        self._write_override()

    @property
    def version(self) -> str:
        """The version of the Terraform that runs here."""
        return self._terraform.version

    def initialise(self) -> None:
        """Sets up backend and provider; the provider must be the one in the lock."""
        completed, diagnostics = self._run("init", "-json", "-no-color", "-lockfile=readonly", on_event=_ignore)
        if completed:
            raise _failed("terraform init", diagnostics, "see what it says; the provider's lock is not to be changed")

    def plan(self, on_event: OnEvent) -> None:
        """Makes and saves a plan. Raises PlanFailedError where a resource of the render is at fault."""
        (self._folder / PLAN).unlink(missing_ok=True)
        status, diagnostics = self._run("plan", "-json", "-input=false", f"-out={PLAN}", on_event=on_event)
        if status:
            errors = tuple(each for each in diagnostics if each.severity == "error")
            if any(each.address for each in errors):
                raise PlanFailedError(errors)
            raise _failed("terraform plan", diagnostics, "mend what it names, and plan again")

    def show(self) -> dict[str, object]:
        """The saved plan as JSON, kept beside it together with the plan's SHA-256."""
        lines: list[str] = []
        completed = run_lines(
            self._command("show", "-json", PLAN), folder=self._folder, variables=self._variables, on_line=lines.append
        )
        if completed.returncode:
            raise ToolError(f"terraform show failed: {_last(completed.errors)}", fix="plan again")
        text = "\n".join(lines)
        (self._folder / PLAN_JSON).write_text(text + "\n")
        (self._folder / PLAN_HASH).write_text(f"{self.plan_hash()}  {PLAN}\n")
        shown: dict[str, object] = json.loads(text)
        return shown

    def plan_hash(self) -> str:
        """The SHA-256 of the saved plan, in hexadecimal."""
        return hashlib.sha256((self._folder / PLAN).read_bytes()).hexdigest()

    def _run(self, *arguments: str, on_event: OnEvent) -> tuple[int, list[Diagnostic]]:
        diagnostics: list[Diagnostic] = []

        def take(line: str) -> None:
            event = read_event(line)
            if event and event.diagnostic:
                diagnostics.append(event.diagnostic)
            elif event:
                on_event(event)

        completed = run_lines(self._command(*arguments), folder=self._folder, variables=self._variables, on_line=take)
        if completed.returncode and not any(each.severity == "error" for each in diagnostics):
            diagnostics.append(Diagnostic("error", _last(completed.errors), "", None))
        return completed.returncode, diagnostics

    def _command(self, *arguments: str) -> list[str]:
        return [str(self._terraform.path), *arguments]

    def _write_override(self) -> None:
        file = self._folder / OVERRIDE
        if self._target.override is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(json.dumps(self._target.override, indent=2) + "\n")


def _with(environment: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name not in changes}
    return kept | {name: value for name, value in changes.items() if value is not None}


def _failed(step: str, diagnostics: list[Diagnostic], fix: str) -> ToolError:
    first = next((each.one_line for each in diagnostics if each.severity == "error"), "it said nothing")
    return ToolError(f"{step} failed: {first}", fix=fix)


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _ignore(_event: Event) -> None:
    """Takes no notice."""
