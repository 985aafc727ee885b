"""Who can log in, and how."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_IAM = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
_SECRET = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"
_GROUPS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithDBClusterParamGroups.html"
_PROMISED = {"require_secure_transport": {"ON", "1"}, "tls_version": {"TLSv1.2,TLSv1.3", "TLSv1.3"}}


@assertion(201, "IAM authentication is on", _IAM)
def iam_authentication(live: Live) -> Iterator[Fault]:
    """Without it, users of applications would need passwords."""
    for name, _, path in live.databases:
        if not live.cluster(name).get("IAMDatabaseAuthenticationEnabled"):
            yield Fault(f"{path}.users", f"{name} takes no IAM tokens", name)


@assertion(202, "The parameters of the spec and the promised ones are in force", _GROUPS)
def parameters(live: Live) -> Iterator[Fault]:
    """The group that the cluster really uses is read, not the one that it should use.

    A member that has not been rebooted since a static parameter was changed still runs with the old value.
    """
    for name, database, path in live.databases:
        group = live.cluster(name).get("DBClusterParameterGroup", "")
        own = live.items("rds", "describe_db_cluster_parameters", "Parameters", DBClusterParameterGroupName=group)
        values = {each["ParameterName"]: each.get("ParameterValue") for each in own}
        for parameter, allowed in _PROMISED.items():
            if values.get(parameter) not in allowed:
                said = f"{parameter} is {values.get(parameter)} in {group}, which {name} uses"
                yield Fault(f"{path}.parameters", said, name)
        for parameter, value in database.parameters.items():
            if values.get(parameter) != value:
                said = f"{parameter} is {values.get(parameter)} in {group}, and the spec says {value}"
                yield Fault(f"{path}.parameters.{parameter}", said, name)
        for member in live.cluster(name).get("DBClusterMembers", []):
            if member.get("DBClusterParameterGroupStatus") != "in-sync":
                status = member.get("DBClusterParameterGroupStatus")
                said = f"{member['DBInstanceIdentifier']} does not run with the group's parameters: it is {status}"
                fix = f"reboot it in the maintenance window: `aws rds reboot-db-cluster --db-cluster-identifier {name}`"
                yield Fault(f"{path}.parameters", said, member["DBInstanceIdentifier"], fix)


@assertion(203, "The master password is RDS's own, and rotates", _SECRET)
def master_password(live: Live) -> Iterator[Fault]:
    """Nobody knows it, and it does not stay."""
    for name, database, path in live.databases:
        secret = live.cluster(name).get("MasterUserSecret", {})
        if not secret.get("SecretArn"):
            yield Fault(f"{path}.master_username", f"the master password of {name} is not managed by RDS", name)
            continue
        yield from _rotation(live, secret["SecretArn"], database.master_rotation_days, f"{path}.master_rotation_days")


@assertion(204, "Each secret of a user rotates as the spec says", _SECRET)
def user_secrets(live: Live) -> Iterator[Fault]:
    """A password that an application keeps for months is known to more people than one thinks."""
    for name, database, path in live.databases:
        for place, user in enumerate(database.users):
            if user.auth == "secret":
                at = f"{path}.users[{place}]"
                yield from _rotation(live, f"{live.name}/{name}/{user.name}", user.rotation_days, at)


@assertion(205, "Each role may log in as its users, and as nobody else", _IAM)
def logins(live: Live) -> Iterator[Fault]:
    """What hangs on a role is what counts, not what was declared for it.

    `rds-db:connect` in all of the role's policies must name exactly the users that the spec gives to it.
    """
    wanted: dict[str, set[str]] = {}
    for name, database, _ in live.databases:
        cluster = live.cluster(name).get("DbClusterResourceId", "")
        for user in database.users:
            users = wanted.setdefault(user.role.rpartition("/")[2], set())
            if user.auth == "iam":
                arn = f"arn:aws:rds-db:{live.environment.region}:{live.environment.account_id}:dbuser"
                users.add(f"{arn}:{cluster}/{user.name}")
    for role, users in wanted.items():
        seen = {each for document in _documents(live, role) for each in _connects(document)}
        if seen != users:
            much, little = sorted(seen - users), sorted(users - seen)
            said = f"{role} may log in as {', '.join(much) or 'nobody'} beside the spec, and not as "
            yield Fault("databases", f"{said}{', '.join(little) or 'nobody'} of the spec", role)


def _rotation(live: Live, secret: str, days: int, path: str) -> Iterator[Fault]:
    found = live.ask("secretsmanager", "describe_secret", SecretId=secret)
    every = found.get("RotationRules", {}).get("AutomaticallyAfterDays")
    if not found.get("RotationEnabled") or every != days:
        how = f"every {every} days" if found.get("RotationEnabled") else "never"
        yield Fault(path, f"{found.get('Name', secret)} rotates {how}, and the spec says every {days} days", secret)
    if found.get("DeletedDate"):
        yield Fault(path, f"{found.get('Name', secret)} is to be deleted", secret)


def _documents(live: Live, role: str) -> Iterator[Mapping[str, Any]]:
    for attached in live.items("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=role):
        arn = attached["PolicyArn"]
        version = live.ask("iam", "get_policy", PolicyArn=arn)["Policy"]["DefaultVersionId"]
        found = live.ask("iam", "get_policy_version", PolicyArn=arn, VersionId=version)
        yield _document(found["PolicyVersion"]["Document"])
    for inline in live.items("iam", "list_role_policies", "PolicyNames", RoleName=role):
        yield _document(live.ask("iam", "get_role_policy", RoleName=role, PolicyName=inline)["PolicyDocument"])


def _document(content: Any) -> Mapping[str, Any]:
    document: Mapping[str, Any] = json.loads(content) if isinstance(content, str) else content
    return document


def _connects(document: Mapping[str, Any]) -> Iterator[str]:
    statements = document.get("Statement", [])
    for statement in statements if isinstance(statements, list) else [statements]:
        actions, resources = (_several(statement.get(name, [])) for name in ("Action", "Resource"))
        if statement.get("Effect") == "Allow" and any(_covers(action) for action in actions):
            yield from resources


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _covers(action: str) -> bool:
    return action.lower() in ("*", "rds-db:*", "rds-db:connect")
