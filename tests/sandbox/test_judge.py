"""Who may log in to a database, and whose packets reach it."""

import json
from datetime import timedelta
from ipaddress import IPv4Network
from typing import Any

import boto3
import pytest

from sandbox.backing import ClusterKey
from sandbox.control_plane import clients
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.judge import ControlPlaneJudge
from tests.sandbox.account import Account

USER = "order_writer"


@pytest.fixture
def account(an_account: Account) -> Account:
    an_account.made = an_account.cluster()
    return an_account


@pytest.fixture
def key(account: Account) -> ClusterKey:
    return ClusterKey(account.number, account.region, "orders")


@pytest.fixture
def application(account: Account) -> dict[str, str]:
    """Keys of a role that may connect as one user."""
    clients.make(account.number, account.region, ["app"], {})
    cluster = account.made["DbClusterResourceId"]
    resource = f"arn:aws:rds-db:{account.region}:{account.number}:dbuser:{cluster}/{USER}"
    statement = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": resource}
    account.client("iam").put_role_policy(
        RoleName="app",
        PolicyName="connect",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": statement}),
    )
    return keys_of(account, "app")


def keys_of(account: Account, role: str) -> dict[str, str]:
    issued = account.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{account.number}:role/{role}", RoleSessionName="test"
    )["Credentials"]
    return {
        "aws_access_key_id": issued["AccessKeyId"],
        "aws_secret_access_key": issued["SecretAccessKey"],
        "aws_session_token": issued["SessionToken"],
    }


def token(account: Account, keys: dict[str, str], **changes: Any) -> str:
    order = {"DBHostname": account.made["Endpoint"], "Port": 3306, "DBUsername": USER, "Region": account.region}
    signer = boto3.client("rds", region_name=account.region, **keys)  # type: ignore[call-overload]
    made: str = signer.generate_db_auth_token(**order | changes)
    return made


def logs_in(account: Account, key: ClusterKey, made: str, **changes: Any) -> bool:
    order = {"user": USER, "token": made, "host": account.made["Endpoint"], "port": 3306}
    return ControlPlaneJudge().may_login(key, **order | changes)


def test_a_token_of_a_role_that_may_connect_logs_in(
    account: Account, key: ClusterKey, application: dict[str, str]
) -> None:
    assert logs_in(account, key, token(account, application))


@pytest.mark.parametrize(
    ("signed", "used"),
    [
        ({"DBUsername": "risk_reader"}, {"user": "risk_reader"}),
        ({"DBUsername": "risk_reader"}, {}),
        ({}, {"user": "ORDER_WRITER"}),
        ({"DBHostname": "elsewhere"}, {}),
        ({"Port": 3307}, {}),
        ({"Region": "us-east-1"}, {}),
        ({}, {"token": "password"}),
        ({}, {"token": ""}),
    ],
)
def test_a_token_for_something_else_is_refused(
    account: Account, key: ClusterKey, application: dict[str, str], signed: dict[str, Any], used: dict[str, Any]
) -> None:
    assert not logs_in(account, key, token(account, application, **signed), **used)


@pytest.mark.parametrize("part", ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"])
def test_a_token_signed_with_a_wrong_key_is_refused(
    account: Account, key: ClusterKey, application: dict[str, str], part: str
) -> None:
    assert not logs_in(account, key, token(account, {**application, part: application[part][::-1]}))


def test_a_token_holds_for_fifteen_minutes(
    account: Account, key: ClusterKey, application: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = token(account, application)
    monkeypatch.setattr(CONTEXT, "ahead", timedelta(minutes=14))
    assert logs_in(account, key, made)
    monkeypatch.setattr(CONTEXT, "ahead", timedelta(minutes=16))
    assert not logs_in(account, key, made)


def test_a_role_without_the_permission_is_refused(account: Account, key: ClusterKey) -> None:
    clients.make(account.number, account.region, ["other"], {})
    assert not logs_in(account, key, token(account, keys_of(account, "other")))


def test_a_cluster_without_iam_authentication_takes_no_token(
    account: Account, key: ClusterKey, application: dict[str, str]
) -> None:
    from moto.rds.models import rds_backends

    rds_backends[account.number][account.region].clusters["orders"].iam_auth = False
    assert not logs_in(account, key, token(account, application))


def test_security_groups_admit_networks_and_members_of_groups(account: Account, key: ClusterKey) -> None:
    ec2 = account.client("ec2")
    group = account.made["VpcSecurityGroups"][0]["VpcSecurityGroupId"]
    ec2.revoke_security_group_ingress(
        GroupId=group,
        IpPermissions=ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"],
    )
    assert ControlPlaneJudge().admitted(key) == []
    clients.make(account.number, account.region, [], {"sg-0a1b2c3d4e5f60718": ["10.20.48.20"]})
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": "10.20.48.10/32"}]},
            {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.20.50.0/24"}]},
            {
                "IpProtocol": "tcp",
                "FromPort": 3000,
                "ToPort": 4000,
                "UserIdGroupPairs": [{"GroupId": "sg-0a1b2c3d4e5f60718"}],
            },
        ],
    )
    assert ControlPlaneJudge().admitted(key) == [IPv4Network("10.20.48.10/32"), IPv4Network("10.20.48.20/32")]


def test_an_event_is_kept(account: Account, key: ClusterKey) -> None:
    ControlPlaneJudge().event(key, "orders-instance-2", "RDS-EVENT-0006", "")
    said = account.rds.describe_events(SourceIdentifier="orders-instance-2", SourceType="db-instance")["Events"]
    assert [each["Message"] for each in said][-1] == "DB instance restarted."
