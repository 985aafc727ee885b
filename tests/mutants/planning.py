"""Plans of many mutants: offline, against the sandbox, with a provider that is started once and kept running."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from generator.cache import cache_directory
from generator.errors import ToolError
from generator.facts.toolchain import toolchain
from generator.targets import opening
from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.executable import find_terraform
from generator.terraform.mirror import find_mirror
from generator.terraform.processes import run_lines
from tests.mutants.edits import Stack

_STATE = "mutant.tfstate"
_REATTACH = "TF_REATTACH_PROVIDERS"
_SETTINGS = {
    "skip_credentials_validation": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "s3_use_path_style": True,
    "max_retries": 1,
}
_TROUBLE = ("plugin", "transport", "connection refused", "reattach", "rpc error", "could not connect")


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as JSON, or what Terraform said when it refused to make one: `refused` is by the address at fault."""

    plan: Mapping[str, Any] | None
    refusal: str | None = None
    refused: Mapping[str, str] = field(default_factory=dict)


class Planner:
    """Terraform in one folder, which plans one stack after the other."""

    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._folder = folder
        self._variables = variables
        self._terraform = str(find_terraform(cache_directory()).path)

    def initialise(self, render: Stack) -> None:
        """Prepares the folder; what comes after it has the same backend and provider. Raises ToolError."""
        self._write(render)
        status, _, said = self._run("init", "-input=false", "-no-color")
        if status:
            raise ToolError(f"terraform init failed: {said}", fix="see what it says")

    def plan(self, stack: Stack) -> Planned:
        """The plan of a stack. Raises ToolError where Terraform or the provider fails, not the stack."""
        self._write(stack)
        status, lines, said = self._run("plan", "-json", "-refresh=false", "-lock=false", "-input=false", "-out=plan")
        if status:
            return _refusal(lines, said)
        return Planned(self._show())

    def plan_as_far_as_possible(self, stack: Stack) -> Planned:
        """The plan of a stack, also where Terraform refuses: then as far as it got, with the refusal."""
        planned = self.plan(stack)
        return planned if planned.plan is not None else replace(planned, plan=self._show())

    def _show(self) -> Mapping[str, Any]:
        status, lines, said = self._run("show", "-json", "plan")
        if status:
            raise ToolError(f"terraform show failed: {said}", fix="see what it says")
        shown: Mapping[str, Any] = json.loads("\n".join(lines))
        return shown

    def write_state(self, state: str) -> None:
        """Puts a state in place that the next plans are made on."""
        (self._folder / _STATE).write_text(state)

    def _write(self, stack: Stack) -> None:
        # Of a file of one line, Terraform repeats all in each of its errors.
        (self._folder / "cdk.tf.json").write_text(json.dumps(stack, indent=1))
        providers = stack.get("provider", {}).get("aws", [])
        aliases = [{"alias": each["alias"]} if "alias" in each else {} for each in providers]
        override = {
            "terraform": {"backend": {"local": {"path": _STATE}}},
            "provider": {"aws": [{**alias, **_SETTINGS} for alias in aliases]},
        }
        (self._folder / "override.tf.json").write_text(json.dumps(override))

    def _run(self, *arguments: str) -> tuple[int, list[str], str]:
        lines: list[str] = []
        command = [self._terraform, *arguments]
        completed = run_lines(command, folder=self._folder, variables=self._variables, on_line=lines.append)
        return completed.returncode, lines, completed.errors.strip()


@contextmanager
def planner(render_folder: Path, work: Path) -> Iterator[Planner]:
    """A planner for the environment whose render lies in a folder; it works in `work`, which is made anew."""
    render: Stack = json.loads((render_folder / "cdk.tf.json").read_bytes())
    context = render["//"]["tidegate"]
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(
        render_folder, work, ignore=shutil.ignore_patterns("*.tfplan", "plan.*", ".terraform", "*_override*")
    )
    with opening("sandbox", account_id=context["account_id"], region=context["region"]) as target:
        config = write_cli_config(work / ".terraform", find_mirror())
        variables = _changed(os.environ, target().variables)
        with _provider(terraform_environment(config, inherited=variables)) as running:
            made = Planner(work, running)
            made.initialise(render)
            yield made


def kept(stack: Stack, folder: Path, plan: Callable[[Stack], Planned]) -> Planned:
    """The plan of a stack from `folder`, where it is put by what it was made from; `plan` makes it if need be."""
    return fetch(stack, folder) or keep(stack, folder, plan(stack))


def fetch(stack: Stack, folder: Path) -> Planned | None:
    """The plan of a stack from where it was kept, by all that it was made from; None if it was not."""
    file = folder / f"{_key(stack)}.json.gz"
    if not file.exists():
        return None
    content = json.loads(gzip.decompress(file.read_bytes()))
    return Planned(content["plan"], content["refusal"], content["refused"])


def keep(stack: Stack, folder: Path, planned: Planned) -> Planned:
    """Keeps the plan of a stack, and hands it back."""
    file = folder / f"{_key(stack)}.json.gz"
    folder.mkdir(parents=True, exist_ok=True)
    content = {"plan": planned.plan, "refusal": planned.refusal, "refused": planned.refused}
    fresh = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    fresh.write_bytes(gzip.compress(json.dumps(content).encode(), compresslevel=3))
    fresh.rename(file)
    return planned


def provider_executable() -> Path:
    """The provider's program, from the mirror, or from where Terraform keeps what it fetched."""
    provider = toolchain().provider
    folders = [each for each in (find_mirror(), cache_directory() / "plugins") if each]
    name = f"terraform-provider-{provider.address.rpartition('/')[2]}_v{provider.version}*"
    for folder in folders:
        for file in (folder / provider.address).rglob(name):
            if file.is_file() and os.access(file, os.X_OK):
                return file
    raise ToolError("there is no unpacked AWS provider", fix="run `make plan ENV=eu-west-1` once")


@contextmanager
def _provider(variables: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Keeps the provider running; gives the variables that let Terraform find it."""
    with ExitStack() as stack:
        process = stack.enter_context(
            subprocess.Popen(
                [provider_executable(), "-debug"],
                env=dict(variables),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        )
        stack.callback(process.terminate)
        assert process.stdout is not None
        attach = next((line.strip() for line in process.stdout if _REATTACH in line), None)
        if attach is None:
            raise ToolError("the AWS provider does not run by itself", fix="see what it says when called with -debug")
        # It blocks once nobody reads what it writes.
        threading.Thread(target=_drain, args=(process.stdout,), daemon=True).start()
        # Terraform ends before it needs to collect garbage, which takes a third of its time.
        yield {**variables, _REATTACH: attach.partition("=")[2].strip("'"), "GOGC": "off", "GOMEMLIMIT": "3GiB"}


def _drain(stream: Iterator[str]) -> None:
    for _ in stream:
        pass


def _refusal(lines: list[str], said: str) -> Planned:
    errors = [event for line in lines if (event := _error(line))]
    reason = _said(errors[0]) if errors else said
    if not reason or any(word in reason.lower() for word in _TROUBLE):
        raise ToolError(f"terraform plan failed: {reason}", fix="call again; what was planned is kept")
    refused = {_address(each): _said(each) for each in errors}
    return Planned(None, " ".join(reason.split()), refused)


def _said(diagnostic: Mapping[str, Any]) -> str:
    return ": ".join(str(diagnostic[part]) for part in ("summary", "detail") if diagnostic.get(part))


def _error(line: str) -> Mapping[str, Any] | None:
    try:
        diagnostic = json.loads(line).get("diagnostic", {})
    except ValueError:
        return None
    return diagnostic if diagnostic.get("severity") == "error" else None


def _address(diagnostic: Mapping[str, Any]) -> str:
    """The resource that an error is about; while a configuration is validated, it is the block of the source."""
    if diagnostic.get("address"):
        return str(diagnostic["address"]).partition("[")[0]
    context = str((diagnostic.get("snippet") or {}).get("context") or "")
    steps = context.removeprefix("resource.").split(".")
    return ".".join(steps[: 3 if steps[0] == "data" else 2])


def _changed(environment: Mapping[str, str], changes: Mapping[str, str | None]) -> dict[str, str]:
    left = {name: value for name, value in environment.items() if name not in changes}
    return left | {name: value for name, value in changes.items() if value is not None}


def _key(stack: Stack) -> str:
    return hashlib.sha256(f"{_tools()}\n{json.dumps(stack, sort_keys=True)}".encode()).hexdigest()


@cache
def _tools() -> str:
    return f"{find_terraform(cache_directory()).version} {toolchain().provider.version}"
