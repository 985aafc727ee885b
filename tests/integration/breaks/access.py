"""Changes by hand of logins, secrets and roles."""

import json
from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks, modify


@breaks("LIVE201")
def iam_authentication_goes_off(account: Account) -> Iterator[None]:
    yield from modify(account, {"EnableIAMDatabaseAuthentication": False}, {"EnableIAMDatabaseAuthentication": True})


@breaks("LIVE202")
def plain_text_is_let_in(account: Account) -> Iterator[None]:
    rds, group = account.client("rds"), account.cluster()["DBClusterParameterGroup"]
    for value in ("OFF", "ON"):
        parameter = {"ParameterName": "require_secure_transport", "ParameterValue": value, "ApplyMethod": "immediate"}
        rds.modify_db_cluster_parameter_group(DBClusterParameterGroupName=group, Parameters=[parameter])
        if value == "OFF":
            yield


@breaks("LIVE203")
def the_master_secret_stays(account: Account) -> Iterator[None]:
    yield from _rotation_stops(account, account.cluster()["MasterUserSecret"]["SecretArn"])


@breaks("LIVE204")
def a_users_secret_stays(account: Account) -> Iterator[None]:
    yield from _rotation_stops(account, f"{account.name}/orders/settlement")


def _rotation_stops(account: Account, secret: str) -> Iterator[None]:
    secrets = account.client("secretsmanager")
    found = secrets.describe_secret(SecretId=secret)
    secrets.cancel_rotate_secret(SecretId=secret)
    yield
    rotation = {"RotationRules": found["RotationRules"], "RotateImmediately": False}
    function = {"RotationLambdaARN": found["RotationLambdaARN"]} if found.get("RotationLambdaARN") else {}
    secrets.rotate_secret(SecretId=secret, **rotation, **function)


@breaks("LIVE205")
def a_role_becomes_somebody_else(account: Account) -> Iterator[None]:
    iam = account.client("iam")
    anyone = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
    iam.put_role_policy(RoleName="risk", PolicyName="by-hand", PolicyDocument=document)
    yield
    iam.delete_role_policy(RoleName="risk", PolicyName="by-hand")
