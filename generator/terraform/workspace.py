"""A rendered folder in which Terraform works."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator.cache import cache_directory
from generator.errors import ToolError
from generator.targets import Target
from generator.targets.lookup import find
from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.diagnostics import Diagnostic, Event, read_event
from generator.terraform.endings import ended, ending, failed, last_words
from generator.terraform.executable import find_terraform
from generator.terraform.journal import Journal, not_there
from generator.terraform.mirror import find_mirror
from generator.terraform.processes import GRACE_SECONDS, run_lines

LOCK = ".terraform.lock.hcl"
OVERRIDE = "target_override.tf.json"
PLAN = "plan.tfplan"
PLAN_JSON = "plan.json"
PLAN_HASH = "plan.sha256"
ERRORED_STATE = "errored.tfstate"
"""Where Terraform leaves a state that it could not write to its backend."""

APPLY_GRACE = 900
LOCK_TIMEOUT = "120s"
# The work is waiting for AWS; thirty at a time is what the graph of a cell has room for.
_WORK = ("-input=false", "-parallelism=30", f"-lock-timeout={LOCK_TIMEOUT}")

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
        config = write_cli_config(folder / ".terraform" / target.data_folder, mirror)
        plugins = None if mirror else cache_directory() / "plugins"
        inherited = _with(os.environ, target.variables)
        self._variables = terraform_environment(config, plugin_cache=plugins, inherited=inherited)
        # Two targets have two backends: each keeps what `init` learned in a folder of its own.
        self._variables["TF_DATA_DIR"] = str((folder / ".terraform" / target.data_folder).absolute())
        shutil.copyfile(lock, folder / LOCK)
        self._write_override()

    @property
    def version(self) -> str:
        """The version of the Terraform that runs here."""
        return self._terraform.version

    def initialise(self) -> None:
        """Sets up backend and provider; the provider must be the one in the lock."""
        backend = [f"-backend-config={name}={value}" for name, value in self._target.backend.items()]
        # What an earlier run learned of the backend may be another sandbox's.
        completed, diagnostics = self._run("init", "-json", "-no-color", "-reconfigure", "-lockfile=readonly", *backend)
        if completed:
            raise failed("terraform init", diagnostics, "see what it says; the provider's lock is not to be changed")

    def refresh(self) -> None:
        """Writes into the state what the API says now; changes nothing else."""
        completed, diagnostics = self._run("apply", "-json", *_WORK, "-refresh-only", "-auto-approve")
        if completed:
            raise failed("terraform apply -refresh-only", diagnostics, "see what it says, and plan again")

    def plan(self, on_event: OnEvent, *, file: str = PLAN, destroy: bool = False, refresh: bool = True) -> None:
        """Makes and saves a plan. Raises PlanFailedError where a resource of the render is at fault."""
        chosen = [*(["-destroy"] if destroy else []), *([] if refresh else ["-refresh=false"])]
        # On a stand-in that was just started there is nothing; what is destroyed is what the state knows.
        begun = self._take_up(() if destroy or not self._target.live else None)
        errors = self._try_plan(on_event, file, chosen)
        while errors and begun:
            # Some of it never came to be; where that is not what is wrong, it is tried without any of it.
            gone = not_there(begun, errors) or begun
            begun = self._take_up([each for each in begun if each not in gone])
            errors = self._try_plan(on_event, file, chosen)
        if any(each.address for each in errors) and not any(ending(each.one_line) for each in errors):
            raise PlanFailedError(tuple(errors))
        if errors:
            raise failed("terraform plan", errors, "mend what it names, and plan again")

    def _try_plan(self, on_event: OnEvent, file: str, chosen: list[str]) -> list[Diagnostic]:
        (self._folder / file).unlink(missing_ok=True)
        # A role that plans writes nothing, no lock either; a plan made from an older state is refused by the apply.
        options = [*_WORK, "-lock=false", *chosen, f"-out={file}"]
        status, diagnostics = self._run("plan", "-json", *options, on_event=on_event)
        return [each for each in diagnostics if each.severity == "error"] if status else []

    def _take_up(self, only: Collection[str] | None = None) -> list[str]:
        """Has the next plan take up what an apply has begun and could not write into the state; returns addresses."""
        journal = Journal(self._folder)
        if not journal.begun():
            return []
        state = json.loads(self._plain("state", "pull") or "{}")
        known = {f"{each['type']}.{each['name']}" for each in _managed(state)}
        return journal.take_up(known, only, partial(find, self._target.session()))

    def apply(self, on_event: OnEvent, *, file: str = PLAN) -> list[Diagnostic]:
        """Applies a saved plan; returns the errors, of which there are none where all went well.

        An interrupt is passed on once, and then waited for: Terraform writes down what it has made.
        """
        journal = Journal(self._folder)

        def take(event: Event) -> None:
            journal.hear(event)
            on_event(event)

        options = [*_WORK, file]
        status, diagnostics = self._run("apply", "-json", *options, on_event=take, grace_seconds=APPLY_GRACE)
        if status:
            return [each for each in diagnostics if each.severity == "error"]
        journal.forget()
        return []

    def untaint(self, address: str) -> None:
        """Takes a resource whose creation was interrupted for what it is, instead of replacing it."""
        self._plain("untaint", f"-lock-timeout={LOCK_TIMEOUT}", address)

    def push_state(self, file: Path) -> None:
        """Writes a state that Terraform could not save by itself."""
        self._plain("state", "push", f"-lock-timeout={LOCK_TIMEOUT}", str(file.absolute()))

    def unlock(self, lock: str) -> None:
        """Removes the state's lock with that id, whoever holds it."""
        self._plain("force-unlock", "-force", lock)

    def show(self) -> dict[str, object]:
        """The saved plan as JSON, kept beside it together with the plan's SHA-256."""
        text = self._plain("show", "-json", PLAN)
        (self._folder / PLAN_JSON).write_text(text + "\n")
        (self._folder / PLAN_HASH).write_text(f"{self.plan_hash()}  {PLAN}\n")
        shown: dict[str, object] = json.loads(text)
        return shown

    def show_file(self, file: str) -> dict[str, object]:
        """A saved plan as JSON: what `show` kept of it, or else asked for now and kept nowhere."""
        kept = file == PLAN and self._is_kept()
        text = (self._folder / PLAN_JSON).read_text() if kept else self._plain("show", "-json", file)
        shown: dict[str, object] = json.loads(text)
        return shown

    def _is_kept(self) -> bool:
        files = [self._folder / name for name in (PLAN, PLAN_JSON, PLAN_HASH)]
        return all(each.is_file() for each in files) and files[2].read_text().split()[:1] == [self.plan_hash()]

    def show_refused(self) -> dict[str, object] | None:
        """The plan that Terraform refused to complete, as JSON; it is removed, and None where there is none.

        Source: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation (`errored`).
        """
        if not (self._folder / PLAN).exists():
            return None
        try:
            return self.show_file(PLAN)
        except ToolError:
            return None
        finally:
            (self._folder / PLAN).unlink(missing_ok=True)

    def plan_hash(self) -> str:
        """The SHA-256 of the saved plan, in hexadecimal."""
        return hashlib.sha256((self._folder / PLAN).read_bytes()).hexdigest()

    def _run(
        self, *arguments: str, on_event: OnEvent | None = None, grace_seconds: float = GRACE_SECONDS
    ) -> tuple[int, list[Diagnostic]]:
        diagnostics: list[Diagnostic] = []

        def take(line: str) -> None:
            event = read_event(line)
            if event and event.diagnostic:
                diagnostics.append(event.diagnostic)
            elif event and on_event:
                on_event(event)

        completed = run_lines(
            self._command(*arguments),
            folder=self._folder,
            variables=self._variables,
            on_line=take,
            grace_seconds=grace_seconds,
        )
        if completed.returncode and not any(each.severity == "error" for each in diagnostics):
            diagnostics.append(Diagnostic("error", last_words(completed.errors), "", None))
        return completed.returncode, diagnostics

    def _plain(self, *arguments: str) -> str:
        """Runs a command that knows no `-json` events; returns what it printed."""
        lines: list[str] = []
        completed = run_lines(
            self._command(*arguments), folder=self._folder, variables=self._variables, on_line=lines.append
        )
        if completed.returncode:
            named = " ".join(each for each in arguments[:2] if not each.startswith("-"))
            raise ended(f"terraform {named}", last_words(completed.errors), "see what it says")
        return "\n".join(lines)

    def _command(self, *arguments: str) -> list[str]:
        return [str(self._terraform.path), *arguments]

    def _write_override(self) -> None:
        file = self._folder / OVERRIDE
        if self._target.override is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(json.dumps(self._target.override, indent=2) + "\n")


def _managed(state: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (each for each in state.get("resources", []) if each["mode"] == "managed" and each["instances"])


def _with(environment: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if name not in changes}
    return kept | {name: value for name, value in changes.items() if value is not None}
