"""What a call is about: the ARN that policies name, for the services whose resources stacks protect one by one."""

import json
from collections.abc import Callable
from typing import Any

UNKNOWN = "*"


def resource_of(call: Any, service: str) -> str:
    """The ARN of a call's resource, or `*` where it is not told apart; `call` is one of moto's responses."""
    find = FINDERS.get(service)
    return (find(call) if find else None) or UNKNOWN


def _given(call: Any, *names: str) -> str | None:
    for name in names:
        value = call._get_param(name)
        if isinstance(value, str) and value:
            return value
    return None


def _arn(call: Any, service: str, rest: str) -> str:
    return f"arn:aws:{service}:{call.region}:{call.current_account}:{rest}"


def _secret(call: Any) -> str | None:
    named = _given(call, "SecretId", "Name")
    if not named:
        return None
    secrets = call.backend.secrets
    return str(secrets[named].arn) if named in secrets else _arn(call, "secretsmanager", f"secret:{named}-??????")


def _key(call: Any) -> str | None:
    named = _given(call, "KeyId", "TargetKeyId")
    if not named:
        return None
    try:
        return str(call.kms_backend.describe_key(named).arn)
    except Exception:
        return named if named.startswith("arn:") else _arn(call, "kms", f"key/{named}")


RDS_KINDS = {
    "DBClusterIdentifier": "cluster",
    "DBInstanceIdentifier": "db",
    "DBClusterSnapshotIdentifier": "cluster-snapshot",
    "DBClusterParameterGroupName": "cluster-pg",
    "DBSubnetGroupName": "subgrp",
    "SubscriptionName": "es",
}


def _rds(call: Any) -> str | None:
    named = _given(call, "ResourceName")
    if named:
        return named
    for parameter, kind in RDS_KINDS.items():
        value = _given(call, parameter)
        if value:
            return value if value.startswith("arn:") else _arn(call, "rds", f"{kind}:{value}")
    return None


def _iam(call: Any) -> str | None:
    for parameter, kind in {"RoleName": "role", "UserName": "user"}.items():
        value = _given(call, parameter)
        if value:
            return f"arn:aws:iam::{call.current_account}:{kind}/{value}"
    return _given(call, "PolicyArn")


def _function(call: Any) -> str | None:
    parts = str(call.path).split("/functions/")
    name = parts[1].split("/")[0] if len(parts) > 1 else json.loads(call.body or "{}").get("FunctionName")
    return _arn(call, "lambda", f"function:{str(name).rpartition(':function:')[2] or name}") if name else None


FINDERS: dict[str, Callable[[Any], str | None]] = {
    "secretsmanager": _secret,
    "kms": _key,
    "rds": _rds,
    "iam": _iam,
    "lambda": _function,
    "sns": lambda call: _given(call, "TopicArn", "ResourceArn"),
    "sts": lambda call: _given(call, "RoleArn"),
}
