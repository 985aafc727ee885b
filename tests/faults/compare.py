"""Runs `terraform plan` and cfn-lint over the faults: `python -m tests.faults.compare [CFN_LINT]`.

Writes `generator/facts/faults.json`, which the rules page shows. `CFN_LINT` is the program, from an environment of its
own; without one, or without terraform, that column is empty ("not run"). The AWS
provider is found as `tidegate plan` finds it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.mirror import find_mirror
from tests.faults.faults import TODAY, Fault, faults

PROVIDER = "5.100.0"
TARGET = Path(__file__).parents[2] / "generator" / "facts" / "faults.json"
_KEY = "arn:aws:kms:eu-west-1:222222222222:key/11111111-2222-3333-4444-555555555555"
SOUND: Mapping[str, Any] = {
    "cluster_identifier": "orders",
    "engine": "mysql",
    "engine_version": "8.4",
    "db_cluster_instance_class": "db.r6gd.large",
    "storage_type": "io1",
    "allocated_storage": 400,
    "iops": 3000,
    "storage_encrypted": True,
    "kms_key_id": _KEY,
    "db_subnet_group_name": "orders",
    "master_username": "dbadmin",
    "manage_master_user_password": True,
    "backup_retention_period": 14,
    "preferred_backup_window": "02:00-03:00",
    "preferred_maintenance_window": "sun:04:00-sun:05:00",
    "enabled_cloudwatch_logs_exports": ["error"],
    "performance_insights_enabled": True,
    "performance_insights_retention_period": 465,
    "database_insights_mode": "advanced",
    "monitoring_interval": 15,
    "monitoring_role_arn": "arn:aws:iam::222222222222:role/monitoring",
    "final_snapshot_identifier": "orders-final",
    "deletion_protection": True,
}
"""A cluster that both tools accept; IAM authentication is left out, as cfn-lint still forbids it."""

_OTHER_NAMES = {
    "cluster_identifier": "DBClusterIdentifier",
    "db_cluster_instance_class": "DBClusterInstanceClass",
    "db_subnet_group_name": "DBSubnetGroupName",
    "enabled_cloudwatch_logs_exports": "EnableCloudwatchLogsExports",
    "master_password": "MasterUserPassword",
}
_NOT_IN_CLOUDFORMATION = {"final_snapshot_identifier", "ca_certificate_identifier"}
_NO_FAULT_IN_CLOUDFORMATION = {"auto_minor_version_upgrade", "publicly_accessible"}


def main(arguments: list[str]) -> None:
    """Runs what is there and writes the table."""
    every = faults()
    plan = _terraform(every)
    lint = _cfn_lint(every, arguments[0]) if arguments else None
    rows = [_row(index, fault, plan, lint) for index, fault in enumerate(every)]
    head = {
        "source": "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/rds_cluster",
        "checked": TODAY.isoformat(),
        "how": "python -m tests.faults.compare: one aws_rds_cluster for each fault, and its CloudFormation counterpart",
        "terraform": plan and f"provider {PROVIDER}",
        "cfn_lint": lint and _version(arguments[0]),
    }
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    text = json.dumps(head, indent=1).removesuffix("\n}")
    TARGET.write_text(f'{text},\n "faults": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def _row(index: int, fault: Fault, plan: set[int] | None, lint: set[int] | None) -> dict[str, object]:
    sayable = not set(fault.terraform) <= _NOT_IN_CLOUDFORMATION | _NO_FAULT_IN_CLOUDFORMATION
    return {
        "fault": fault.fault,
        "terraform": None if plan is None else index in plan,
        "cfn_lint": index in lint if lint is not None and sayable else None,
        "tidegate": fault.rule or fault.unwritable,
    }


def _arguments(fault: Fault) -> dict[str, Any]:
    return {name: value for name, value in {**SOUND, **fault.terraform}.items() if value is not None}


def _terraform(every: list[Fault]) -> set[int] | None:
    """The faults that a plan stops at; it is repeated without them, as one stage's errors hide the next one's."""
    if shutil.which("terraform") is None:
        return None
    caught: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "main.tf.json").write_text(json.dumps(_settings()))
        for index, fault in enumerate(every):
            resource = {"aws_rds_cluster": {f"fault_{index}": _arguments(fault)}}
            (place / f"fault_{index}.tf.json").write_text(json.dumps({"resource": resource}))
        _run(["terraform", "init", "-backend=false", "-input=false"], place)
        while found := _stopped_at(place):
            caught |= found
            for index in found:
                (place / f"fault_{index}.tf.json").unlink()
    return caught


def _stopped_at(place: Path) -> set[int]:
    lines = _run(["terraform", "plan", "-json", "-refresh=false", "-input=false", "-lock=false"], place).splitlines()
    diagnostics = [json.loads(line).get("diagnostic", {}) for line in lines]
    errors = [each for each in diagnostics if each.get("severity") == "error"]
    files = [re.fullmatch(r"fault_(\d+)\.tf\.json", each.get("range", {}).get("filename", "")) for each in errors]
    if not all(files):
        raise SystemExit(f"terraform failed for another reason: {errors}")
    return {int(file[1]) for file in files if file}


def _settings() -> dict[str, Any]:
    provider = {
        "region": "eu-west-1",
        "access_key": "none",
        "secret_key": "none",
        "skip_credentials_validation": True,
        "skip_requesting_account_id": True,
        "skip_metadata_api_check": True,
    }
    required = {"aws": {"source": "hashicorp/aws", "version": PROVIDER}}
    return {"terraform": {"required_providers": required}, "provider": {"aws": provider}}


def _cfn_lint(every: list[Fault], program: str) -> set[int]:
    """The faults that cfn-lint has an error for, beyond those that it has for the sound cluster."""
    resources = {"Sound": _resource(dict(SOUND))}
    resources |= {f"Fault{index}": _resource(_arguments(fault)) for index, fault in enumerate(every)}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "faults.json").write_text(json.dumps({"Resources": resources}))
        output = _run([program, "--format", "json", "--regions", "eu-west-1", "--", "faults.json"], Path(folder))
    errors: dict[str, set[str]] = {}
    for found in json.loads(output):
        path = found["Location"]["Path"] or []
        if found["Level"] == "Error" and path[:1] == ["Resources"]:
            errors.setdefault(path[1], set()).add(found["Rule"]["Id"])
    sound = errors.get("Sound", set())
    return {index for index in range(len(every)) if errors.get(f"Fault{index}", set()) - sound}


def _resource(arguments: dict[str, Any]) -> dict[str, Any]:
    written = {name: value for name, value in arguments.items() if name not in _NOT_IN_CLOUDFORMATION}
    return {
        "Type": "AWS::RDS::DBCluster",
        "DeletionPolicy": "Snapshot",
        "UpdateReplacePolicy": "Snapshot",
        "Properties": {_property(name): value for name, value in written.items()},
    }


def _property(name: str) -> str:
    return _OTHER_NAMES.get(name) or "".join(part.capitalize() for part in name.split("_"))


def _version(program: str) -> str:
    return _run([program, "--version"], Path()).split()[-1]


def _run(command: list[str], place: Path) -> str:
    environment = dict(os.environ)
    if command[0] == "terraform":
        environment = terraform_environment(write_cli_config(place, find_mirror()))
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    main(sys.argv[1:])
