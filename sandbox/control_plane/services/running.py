"""A run of a Lambda function: a process with the function's code, variables and role, and nothing of this one's."""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from moto.ec2.models import ec2_backends
from moto.sts.models import sts_backends

from sandbox.control_plane.context import CONTEXT, LOCK

if TYPE_CHECKING:
    from sandbox.control_plane.services.functions import Function

RUNNER = Path(__file__).with_name("runner.py")
RUNTIME_BUNDLE = "/etc/pki/tls/cert.pem"
"""The certificates that AWS's runtimes trust; here, those of the sandbox's databases."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a run answered, as JSON, and what it said; `error` if its handler raised, or took too long."""

    payload: str
    log: str
    error: bool


def run(function: "Function", event: str) -> Result:
    """Runs a handler once and waits for it, for as long as the function's time-out allows."""
    with LOCK:
        variables = _variables(function)
    code = _unpacked(function.code_bytes)
    with tempfile.TemporaryDirectory(prefix="tidegate-function-") as folder:
        result = _run(
            function, event, [sys.executable, "-P", str(RUNNER), str(code), function.handler], variables, folder
        )
    with LOCK:
        write_log(function, result.log)
        CONTEXT.changed()
    return result


def _run(function: "Function", event: str, command: list[str], variables: dict[str, str], folder: str) -> Result:
    try:
        done = subprocess.run(
            command,
            check=False,
            input=event,
            env=variables,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=function.timeout,
        )
    except subprocess.TimeoutExpired:
        message = f"Task timed out after {function.timeout:.2f} seconds"
        return Result(json.dumps({"errorMessage": message}), message, error=True)
    answer = done.stdout.strip().splitlines() or [json.dumps({"errorMessage": "the process ended without an answer"})]
    return Result(answer[-1], done.stderr, error=done.returncode != 0)


def _variables(function: "Function") -> dict[str, str]:
    role = sts_backends[function.account_id]["aws"].assume_role(
        region_name=function.region,
        role_session_name=function.function_name[:64],
        role_arn=function.role,
        policy="",
        duration=3600,
        external_id="",
    )
    given = {name: _here(value) for name, value in function.environment_vars.items()}
    return {
        **given,
        "PATH": os.defpath,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ACCESS_KEY_ID": role.access_key_id,
        "AWS_SECRET_ACCESS_KEY": role.secret_access_key,
        "AWS_SESSION_TOKEN": role.session_token,
        "AWS_ENDPOINT_URL": CONTEXT.endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "NO_PROXY": "127.0.0.1",
        "PYTHONDONTWRITEBYTECODE": "1",
        **_network(function),
    }


def _here(value: str) -> str:
    return str(CONTEXT.ca_bundle) if value == RUNTIME_BUNDLE and CONTEXT.ca_bundle else value


def _network(function: "Function") -> dict[str, str]:
    network = {}
    if CONTEXT.dns:
        network["TIDEGATE_DNS"] = f"{CONTEXT.dns[0]}:{CONTEXT.dns[1]}"
    if function.interfaces:
        interface = ec2_backends[function.account_id][function.region].get_network_interface(function.interfaces[0])
        network["TIDEGATE_SOURCE"] = str(CONTEXT.on_loopback(interface.private_ip_address))
    return network


def _unpacked(code: bytes) -> Path:
    folder = CONTEXT.folder / "functions" / hashlib.sha256(code).hexdigest()[:16]
    if not folder.is_dir():
        draft = Path(tempfile.mkdtemp(prefix="code-", dir=_parent(folder)))
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            archive.extractall(draft)
        draft.rename(folder)
    return folder


def _parent(folder: Path) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder.parent


def write_log(function: "Function", text: str) -> None:
    """Writes what a run said to the function's log group."""
    group, stream = function.logging_config["LogGroup"], time.strftime("%Y/%m/%d/[$LATEST]sandbox")
    logs = function.logs_backend
    logs.ensure_log_group(group)
    if stream not in logs.groups[group].streams:
        logs.create_log_stream(group, stream)
    now = int(time.time() * 1000)
    lines = [line for line in text.splitlines() if line.strip()]
    if lines:
        logs.put_log_events(group, stream, [{"timestamp": now, "message": line} for line in lines])
