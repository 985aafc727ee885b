"""Renders an environment: the Terraform JSON, the files beside it, and where each resource came from."""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.spec.document import Document
from generator.spec.model import Environment
from generator.synth.completeness import Json, blocks, check_render
from generator.synth.origins import describe_origins
from generator.synth.stack import EnvironmentStack, RolesStack, StateStack
from modules.delivery import service_control_policy
from modules.register import Register
from modules.runbooks import runbooks
from modules.runtime import App, TerraformStack

PROVIDER_SOURCE = "hashicorp/aws"
PROVIDER_VERSION = "5.100.0"
# S3 state locking without DynamoDB came with 1.10, write-only arguments with 1.11.
# https://developer.hashicorp.com/terraform/language/resources/ephemeral/write-only (checked 2026-11-22)
REQUIRED_TERRAFORM = ">= 1.11.0, < 2.0.0"

RENDER = "cdk.tf.json"
VERSIONS = "versions.tf"
ORIGINS = "origins.json"
STATE_FOLDER = "state"
ROLES_FOLDER = "roles"
RUNBOOKS_FOLDER = "runbooks"
SERVICE_CONTROL_POLICY = "service-control-policy.json"

# checkov does not parse a JSON file whose `terraform` block holds anything but blocks.
_VERSIONS = f'terraform {{\n  required_version = "{REQUIRED_TERRAFORM}"\n}}\n'.encode()

MakeStack = Callable[[App, Environment, Register], TerraformStack]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered stack: `stack` is what Terraform reads, `files` all that is written, by relative path."""

    stack: Json
    origins: Json
    files: Mapping[str, bytes]

    @property
    def resources(self) -> int:
        """How many resources the stack holds, data sources aside."""
        return sum(not address.startswith("data.") for address, _ in blocks(self.stack))


def render(document: Document, environment: Environment) -> Rendered:
    """Renders an environment, its state's bootstrap stack, and the stack of the roles that plan and apply it.

    The same spec gives the same bytes, on any machine. Raises ToolError if CDKTF lost something on the way.
    """
    register = Register()
    stack = synthesise(EnvironmentStack, environment, register)
    origins = describe_origins(register, document)
    bootstrap_register = Register()
    bootstrap = synthesise(StateStack, environment, bootstrap_register)
    files = {
        **_roles(document, environment),
        **{f"{RUNBOOKS_FOLDER}/{name}.md": text.encode() for name, text in runbooks(environment).items()},
        RENDER: as_bytes(stack),
        VERSIONS: _VERSIONS,
        f"{STATE_FOLDER}/{RENDER}": as_bytes(bootstrap),
        f"{STATE_FOLDER}/{VERSIONS}": _VERSIONS,
        ORIGINS: as_bytes(origins),
        **register.files,
        **bootstrap_register.files,
    }
    return Rendered(stack, origins, files)


def _roles(document: Document, environment: Environment) -> dict[str, bytes]:
    """The files of the roles' stack, where the spec says who delivers it, and the denials for the organisation."""
    files = {SERVICE_CONTROL_POLICY: as_bytes(service_control_policy(environment))}
    if environment.delivery is not None:
        register = Register()
        files[RENDER] = as_bytes(synthesise(RolesStack, environment, register))
        files[ORIGINS] = as_bytes(describe_origins(register, document))
        files[VERSIONS] = _VERSIONS
    return {f"{ROLES_FOLDER}/{name}": content for name, content in files.items()}


def write(rendered: Rendered, folder: Path) -> None:
    """Puts a render into `folder`, and removes what an earlier one left there. Plans and logs stay."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / ".rendered"
    stale = set(manifest.read_text().splitlines()) - set(rendered.files) if manifest.exists() else set()
    for path in stale:
        (folder / path).unlink(missing_ok=True)
    manifest.write_text("\n".join(sorted(rendered.files)) + "\n")
    for path, content in rendered.files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def as_bytes(value: Mapping[str, object]) -> bytes:
    """JSON with sorted keys, so that two renders differ where the specs do."""
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def synthesise(make: MakeStack, environment: Environment, register: Register) -> Json:
    """The stack that `make` composes, as Terraform JSON. Raises ToolError if CDKTF lost something on the way."""
    folder = tempfile.mkdtemp(prefix="tidegate-render-")
    try:
        app = App(outdir=folder, skip_validation=True)
        stack = make(app, environment, register)
        app.synth()
        file = Path(folder, "stacks", str(stack.node.id), RENDER)
        rendered: Json = json.loads(file.read_bytes())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _complete(rendered, environment, register)
    check_render(rendered, register, private_paths=(folder, str(Path.cwd()), str(Path.home())))
    return rendered


def _complete(stack: Json, environment: Environment, register: Register) -> None:
    """Adds what CDKTF has no argument for: the provider's exact source, and the spec path of each resource."""
    terraform = stack["terraform"]
    assert isinstance(terraform, dict)
    terraform["required_providers"] = {"aws": {"source": PROVIDER_SOURCE, "version": PROVIDER_VERSION}}
    stack["//"] = {"tidegate": _context(environment)}
    for address, body in blocks(stack):
        origin = register.origins.get(address)
        if origin:
            body["//"] = {"tidegate": {"module": origin.module, "spec": origin.spec}}


def _context(environment: Environment) -> dict[str, str]:
    return {
        "environment": environment.environment,
        "region": environment.region,
        "account_id": environment.account_id,
        "jurisdiction": environment.residency.jurisdiction,
        "classification": environment.residency.classification,
    }
