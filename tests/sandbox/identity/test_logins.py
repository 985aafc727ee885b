"""Tokens of boto3's own generator, held against moto's IAM: one that is good, and every way in which one is not."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto import mock_aws

from sandbox.identity import Login, refusal

ACCOUNT = "123456789012"
WRITER = "orders.cluster-c0ffee.eu-west-1.rds.amazonaws.com"
READER = "orders.cluster-ro-c0ffee.eu-west-1.rds.amazonaws.com"
LOGIN = Login(ACCOUNT, "eu-west-1", "cluster-ABC", frozenset({WRITER, READER}), 3306, "order_writer", "")
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "sts:AssumeRole",
        },
    }
)


def policy(effect: str = "Allow", resource: str = LOGIN.resource, **more: object) -> str:
    statement = {"Effect": effect, "Action": "rds-db:connect", "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@dataclass(frozen=True)
class Keys:
    """What signs a token."""

    access_key: str
    secret: str
    session: str | None = None

    def token(self, host: str = WRITER, port: int = 3306, user: str = "order_writer", region: str = "eu-west-1") -> str:
        signer = boto3.client(
            "rds",
            region_name=region,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret,
            aws_session_token=self.session,
        )
        return str(signer.generate_db_auth_token(host, port, user))


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    with mock_aws():
        yield


@pytest.fixture
def role() -> Keys:
    """A session of a role that may connect as order_writer."""
    return session_of("order-gateway", allows=policy())


def session_of(name: str, *, allows: str | None, session_policy: str | None = None) -> Keys:
    arn = boto3.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    if allows:
        boto3.client("iam").put_role_policy(RoleName=name, PolicyName="connect", PolicyDocument=allows)
    sts = boto3.client("sts")
    issued = (
        sts.assume_role(RoleArn=arn, RoleSessionName="one", Policy=session_policy)
        if session_policy
        else sts.assume_role(RoleArn=arn, RoleSessionName="one")
    )["Credentials"]
    return Keys(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])


def user_named(name: str) -> Keys:
    iam = boto3.client("iam")
    iam.create_user(UserName=name)
    made = iam.create_access_key(UserName=name)["AccessKey"]
    return Keys(made["AccessKeyId"], made["SecretAccessKey"])


def judged(token: str, *, after: timedelta = timedelta(), **changes: object) -> str | None:
    login: Login = replace(LOGIN, token=token, **changes)  # type: ignore[arg-type]
    return refusal(login, datetime.now(UTC) + after)


@pytest.mark.parametrize("host", [WRITER, READER])
def test_the_session_of_a_role_that_may_connect_logs_in(role: Keys, host: str) -> None:
    assert judged(role.token(host)) is None


def test_a_user_with_a_key_of_its_own_logs_in() -> None:
    anna = user_named("anna")
    boto3.client("iam").put_user_policy(UserName="anna", PolicyName="connect", PolicyDocument=policy())
    assert judged(anna.token()) is None


def test_a_user_logs_in_by_a_managed_policy_of_its_group() -> None:
    anna, iam = user_named("anna"), boto3.client("iam")
    iam.create_group(GroupName="writers")
    iam.add_user_to_group(GroupName="writers", UserName="anna")
    made = iam.create_policy(PolicyName="connect", PolicyDocument=policy())
    assert (
        judged(anna.token()) == f"no policy allows arn:aws:iam::{ACCOUNT}:user/anna rds-db:connect on {LOGIN.resource}"
    )
    iam.attach_group_policy(GroupName="writers", PolicyArn=made["Policy"]["Arn"])
    assert judged(anna.token()) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"user": "risk_reader"}, "the token is for the user risk_reader, not for order_writer"),
        ({"host": "billing.example.com"}, "the token is for billing.example.com, which is no endpoint of this cluster"),
        ({"port": 3307}, "the token is for port 3307, not for 3306"),
        ({"region": "us-east-1"}, "the token is for us-east-1, not for eu-west-1"),
    ],
)
def test_a_token_for_something_else_is_refused(role: Keys, changes: Mapping[str, object], why: str) -> None:
    assert judged(role.token(**changes)) == why  # type: ignore[arg-type]


def test_another_secret_is_refused(role: Keys) -> None:
    assert judged(replace(role, secret="s" * 40).token()) == "the token's signature is wrong"


@pytest.mark.parametrize(
    ("said", "instead", "why"),
    [
        ("X-Amz-Expires=900", "X-Amz-Expires=899", "the token's signature is wrong"),
        ("X-Amz-Expires=900", "X-Amz-Expires=901", "the token may not be valid for so long"),
        ("X-Amz-Expires=900", "X-Amz-Expires=-1", "the token may not be valid for so long"),
        ("Action=connect", "Action=connect&Action=connect", "this is no IAM authentication token"),
        ("Action=connect", "Action=kill", "this is no IAM authentication token"),
        ("rds-db", "rds", "this is no IAM authentication token"),
        ("SignedHeaders=host", "SignedHeaders=", "this is no IAM authentication token"),
        ("X-Amz-Signature=", "X-Amz-Signature=0", "the token's signature is wrong"),
        ("/?", "/else?", "this is no IAM authentication token"),
    ],
)
def test_a_token_that_was_changed_is_refused(role: Keys, said: str, instead: str, why: str) -> None:
    token = role.token()
    assert said in token
    assert judged(token.replace(said, instead)) == why


@pytest.mark.parametrize("text", ["", "a password", "orders:nan/?Action=connect", "[/?Action=connect", "x" * 5000])
def test_a_password_is_no_token(text: str) -> None:
    assert judged(text) == "this is no IAM authentication token"


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (timedelta(minutes=14, seconds=50), None),
        (timedelta(minutes=15, seconds=1), "the token has expired"),
        (timedelta(minutes=-4), None),
        (timedelta(minutes=-6), "the token is not valid yet"),
    ],
)
def test_a_token_lives_for_fifteen_minutes(role: Keys, after: timedelta, why: str | None) -> None:
    assert judged(role.token(), after=after) == why


@pytest.mark.parametrize("session", [None, "another"])
def test_a_session_must_be_named(role: Keys, session: str | None) -> None:
    why = "the token lacks the session token of its temporary credentials, or has another one"
    assert judged(replace(role, session=session).token()) == why


def test_a_session_ends(role: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.sts.models import sts_backends

    session = sts_backends[ACCOUNT]["aws"].assumed_roles[0]
    monkeypatch.setattr(session, "expiration", datetime.now(UTC) - timedelta(seconds=1))
    assert judged(role.token()) == "the token's temporary credentials have expired"


def test_a_key_that_nobody_has_is_refused(role: Keys) -> None:
    why = f"nobody in account {ACCOUNT} has the access key of the token"
    assert judged(replace(role, access_key="ASIAIOSFODNN7EXAMPLE").token()) == why


def test_a_key_that_was_switched_off_is_refused() -> None:
    anna, iam = user_named("anna"), boto3.client("iam")
    iam.put_user_policy(UserName="anna", PolicyName="connect", PolicyDocument=policy())
    iam.update_access_key(UserName="anna", AccessKeyId=anna.access_key, Status="Inactive")
    assert judged(anna.token()) == f"nobody in account {ACCOUNT} has the access key of the token"


@pytest.mark.parametrize(
    "allows",
    [
        None,
        policy(resource=LOGIN.resource.replace("order_writer", "risk_reader")),
        policy(resource=LOGIN.resource.replace("cluster-ABC", "cluster-XYZ")),
        policy(resource=LOGIN.resource.replace("eu-west-1", "us-east-1")),
        policy(Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        policy("Deny", "*"),
    ],
    ids=["nothing", "another user", "another cluster", "another region", "under a condition", "a denial"],
)
def test_a_role_that_may_not_connect_is_refused(allows: str | None) -> None:
    outsider = session_of("outsider", allows=allows)
    principal = f"arn:aws:sts::{ACCOUNT}:assumed-role/outsider/one"
    assert judged(outsider.token()) == f"no policy allows {principal} rds-db:connect on {LOGIN.resource}"


@pytest.mark.parametrize(
    "condition",
    [
        {"StringEquals": {"aws:RequestedRegion": "eu-west-1", "aws:PrincipalAccount": ACCOUNT}},
        {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/conditional"}},
        {"DateLessThan": {"aws:CurrentTime": "2100-01-01T00:00:00Z"}},
    ],
)
def test_a_condition_that_is_met_lets_in(condition: Mapping[str, object]) -> None:
    assert judged(session_of("conditional", allows=policy(Condition=condition)).token()) is None


def test_a_condition_that_cannot_be_judged_is_refused() -> None:
    odd = session_of("odd", allows=policy(Condition={"BinaryEquals": {"aws:SourceIp": "eA=="}}))
    assert judged(odd.token()) == "the sandbox knows no condition operator BinaryEquals"


def test_a_denial_wins(role: Keys) -> None:
    boto3.client("iam").put_role_policy(
        RoleName="order-gateway", PolicyName="deny", PolicyDocument=policy("Deny", "arn:aws:rds-db:*")
    )
    assert judged(role.token()) is not None


def test_a_boundary_and_a_session_policy_must_allow_too() -> None:
    limited = session_of("limited", allows=policy(), session_policy=policy(resource="arn:aws:s3:::*"))
    assert judged(limited.token()) is not None
    iam = boto3.client("iam")
    bounded = session_of("bounded", allows=policy())
    arn = iam.create_policy(PolicyName="boundary", PolicyDocument=policy(resource="arn:aws:s3:::*"))["Policy"]["Arn"]
    assert judged(bounded.token()) is None
    iam.put_role_permissions_boundary(RoleName="bounded", PermissionsBoundary=arn)
    assert judged(bounded.token()) is not None


def test_a_role_that_was_deleted_logs_nobody_in(role: Keys) -> None:
    iam = boto3.client("iam")
    iam.delete_role_policy(RoleName="order-gateway", PolicyName="connect")
    iam.delete_role(RoleName="order-gateway")
    assert judged(role.token()) is not None


def test_a_token_is_not_shown(role: Keys) -> None:
    token = role.token()
    assert token not in repr(replace(LOGIN, token=token))
