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
    """Roles, users and policies have their path in their ARN: of one that is there it is known, else it is given.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names
    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
    (both checked 2026-11-26)
    """
    backend = call.backend
    for parameter, kind, there in (
        ("RoleName", "role", backend.roles.values()),
        ("UserName", "user", backend.users.values()),
        ("GroupName", "group", backend.groups.values()),
    ):
        name = _given(call, parameter)
        if name:
            known = next((str(each.arn) for each in there if each.name == name), None)
            return known or _identity(call, kind, name)
    arn = _given(call, "PolicyArn", "OpenIDConnectProviderArn")
    policy = _given(call, "PolicyName")
    return arn or (_identity(call, "policy", policy) if policy else None)


def boundary_of(call: Any) -> str | None:
    """The permissions boundary of the role that a call to IAM is about, if it has one."""
    roles = (role for role in call.backend.roles.values() if role.name == _given(call, "RoleName"))
    return next((role.permissions_boundary_arn for role in roles), None)


def _identity(call: Any, kind: str, name: str) -> str:
    return f"arn:aws:iam::{call.current_account}:{kind}{_given(call, 'Path') or '/'}{name}"


def _function(call: Any) -> str | None:
    parts = str(call.path).split("/functions/")
    name = parts[1].split("/")[0] if len(parts) > 1 else json.loads(call.body or "{}").get("FunctionName")
    return _arn(call, "lambda", f"function:{str(name).rpartition(':function:')[2] or name}") if name else None


def _topic(call: Any) -> str | None:
    name = _given(call, "Name")
    return _given(call, "TopicArn", "ResourceArn") or (_arn(call, "sns", name) if name else None)


def _alarm(call: Any) -> str | None:
    """An alarm or a dashboard; of several, the first: stacks delete theirs one by one."""
    arn = _given(call, "ResourceARN")
    dashboard = _given(call, "DashboardName") or _first(call, "DashboardNames")
    if dashboard:
        return f"arn:aws:cloudwatch::{call.current_account}:dashboard/{dashboard}"
    alarm = _given(call, "AlarmName") or _first(call, "AlarmNames")
    return arn or (_arn(call, "cloudwatch", f"alarm:{alarm}") if alarm else None)


def _first(call: Any, name: str) -> str | None:
    value = call._get_param(name)
    return str(value[0]) if isinstance(value, list) and value else None


def _log_group(call: Any) -> str | None:
    name = _given(call, "logGroupName")
    return _given(call, "resourceArn") or (_arn(call, "logs", f"log-group:{name}") if name else None)


def _vault(call: Any) -> str | None:
    parts = str(call.path).split("/backup-vaults/")
    name = parts[1].split("/")[0] if len(parts) > 1 else ""
    return _arn(call, "backup", f"backup-vault:{name}") if name else None


def _zone(call: Any) -> str | None:
    for kind in ("hostedzone", "change"):
        parts = str(call.path).split(f"/{kind}/")
        if len(parts) > 1:
            return f"arn:aws:route53:::{kind}/{parts[1].split('/')[0]}"
    return None


FINDERS: dict[str, Callable[[Any], str | None]] = {
    "backup": _vault,
    "cloudwatch": _alarm,
    "iam": _iam,
    "kms": _key,
    "lambda": _function,
    "logs": _log_group,
    "rds": _rds,
    "route53": _zone,
    "secretsmanager": _secret,
    "sns": _topic,
}
