"""A role is assumed by whom its trust policy lets in, and by nobody else."""

import json
from collections.abc import Mapping
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from sandbox.control_plane.access import web_identity
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account

HOST = "token.actions.githubusercontent.com"
SUBJECT = "repo:example/databases:environment:eu-west-1"
AUDIENCE = "sts.amazonaws.com"
ASSUME = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_role(account: Account, name: str, principal: Any, /, *, path: str = "/", **statement: Any) -> str:
    trusted = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **statement}
    made = account.client("iam").create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=document(trusted))
    return str(made["Role"]["Arn"])


def root(account: Account) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account.number}:root"}


def user(account: Account, name: str, *statements: Mapping[str, Any]) -> Account:
    """The account as a user sees it who has these permissions."""
    iam = account.client("iam")
    iam.create_user(UserName=name)
    if statements:
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document(*statements))
    made = iam.create_access_key(UserName=name)["AccessKey"]
    keys = {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
    return Account(account.plane, account.number, account.region, keys=keys)


def answer(call: Any, **order: Any) -> str:
    """The error's code, or `assumed` and as whom."""
    try:
        return "assumed " + str(call(RoleSessionName="one", **order)["AssumedRoleUser"]["Arn"]).rsplit("/", 2)[1]
    except ClientError as error:
        return str(error.response["Error"]["Code"])


def assume(account: Account, role: str, **order: Any) -> str:
    return answer(account.client("sts").assume_role, RoleArn=role, **order)


def test_a_role_that_trusts_its_account_is_assumed_by_whose_policy_says_so(an_account: Account) -> None:
    role = make_role(an_account, "app", root(an_account))
    assert assume(an_account, role) == "assumed app"
    assert assume(user(an_account, "anna", ASSUME), role) == "assumed app"
    assert assume(user(an_account, "ben"), role) == "AccessDenied"
    assert (
        assume(user(an_account, "eve", ASSUME, ASSUME | {"Effect": "Deny", "Resource": role}), role) == "AccessDenied"
    )


def test_whom_a_role_names_needs_no_policy_and_nobody_else_helps(an_account: Account) -> None:
    anna, ben = user(an_account, "anna"), user(an_account, "ben", ASSUME)
    role = make_role(an_account, "app", {"AWS": [f"arn:aws:iam::{an_account.number}:user/anna"]})
    assert (assume(anna, role), assume(ben, role), assume(an_account, role)) == (
        "assumed app",
        "AccessDenied",
        "AccessDenied",
    )


@pytest.mark.parametrize(
    "principal", [{"Service": "lambda.amazonaws.com"}, {"Federated": f"arn:aws:iam::1:oidc-provider/{HOST}"}]
)
def test_a_role_of_a_service_or_provider_is_assumed_by_no_caller(
    an_account: Account, principal: dict[str, str]
) -> None:
    assert assume(an_account, make_role(an_account, "app", principal)) == "AccessDenied"


def test_a_role_that_is_not_there_is_not_assumed(an_account: Account) -> None:
    assert assume(an_account, f"arn:aws:iam::{an_account.number}:role/nobody") == "AccessDenied"
    anna = user(an_account, "anna", ASSUME)
    assert assume(anna, f"arn:aws:iam::{an_account.number}:role/tidegate-sandbox") == "AccessDenied"


def test_a_condition_of_the_trust_must_hold(an_account: Account) -> None:
    condition = {"StringEquals": {"sts:ExternalId": "agreed"}}
    role = make_role(an_account, "app", root(an_account), Condition=condition)
    assert assume(an_account, role) == "AccessDenied"
    assert assume(an_account, role, ExternalId="agreed") == "assumed app"


def test_a_denial_in_the_trust_wins(an_account: Account) -> None:
    role = make_role(an_account, "app", root(an_account))
    denial = {"Effect": "Deny", "Action": "sts:AssumeRole", "Principal": "*"}
    trusted = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": root(an_account)}
    an_account.client("iam").update_assume_role_policy(RoleName="app", PolicyDocument=document(trusted, denial))
    assert assume(an_account, role) == "AccessDenied"


def test_another_account_needs_the_trust_and_its_own_policy(an_account: Account, another_account: Account) -> None:
    role = make_role(an_account, "app", root(another_account))
    assert assume(user(another_account, "anna", ASSUME), role) == "assumed app"
    assert assume(user(another_account, "ben"), role) == "AccessDenied"
    assert assume(user(an_account, "anna", ASSUME), role) == "AccessDenied"


def test_a_session_lasts_no_longer_than_its_role_lets_it(an_account: Account) -> None:
    role = make_role(an_account, "app", root(an_account))
    assert assume(an_account, role, DurationSeconds=7200) == "ValidationError"
    an_account.client("iam").update_role(RoleName="app", MaxSessionDuration=7200)
    assert assume(an_account, role, DurationSeconds=7200) == "assumed app"


@pytest.fixture
def federated(an_account: Account) -> str:
    """A role that workflows of one deployment environment may assume."""
    an_account.client("iam").create_open_id_connect_provider(
        Url=f"https://{HOST}", ClientIDList=[AUDIENCE], ThumbprintList=[]
    )
    return make_role(
        an_account,
        "apply",
        {"Federated": f"arn:aws:iam::{an_account.number}:oidc-provider/{HOST}"},
        path="/delivery/",
        Action="sts:AssumeRoleWithWebIdentity",
        Condition={"StringEquals": {f"{HOST}:aud": AUDIENCE, f"{HOST}:sub": [SUBJECT]}},
    )


def as_workflow(account: Account, role: str, token: str) -> str:
    """What STS says to somebody without credentials."""
    sts = boto3.client(
        "sts",
        endpoint_url=account.plane.endpoint,
        region_name=account.region,
        config=Config(proxies={}, signature_version=UNSIGNED, retries={"total_max_attempts": 1}),
    )
    return answer(sts.assume_role_with_web_identity, RoleArn=role, WebIdentityToken=token)


@pytest.mark.parametrize(
    ("subject", "audience", "said"),
    [
        (SUBJECT, AUDIENCE, "assumed apply"),
        ("repo:example/databases:environment:us-east-1", AUDIENCE, "AccessDenied"),
        ("repo:example/databases:pull_request", AUDIENCE, "AccessDenied"),
        ("repo:somebody/databases:environment:eu-west-1", AUDIENCE, "AccessDenied"),
        (SUBJECT, "https://github.com/example", "InvalidIdentityToken"),
    ],
)
def test_a_token_opens_the_role_for_the_subject_that_it_trusts(
    an_account: Account, federated: str, subject: str, audience: str, said: str
) -> None:
    assert as_workflow(an_account, federated, web_identity.issue(subject, audience)) == said


def test_a_token_of_a_provider_that_the_account_has_not_is_refused(an_account: Account, federated: str) -> None:
    token = web_identity.issue(SUBJECT, AUDIENCE, "https://example.com")
    assert as_workflow(an_account, federated, token) == "InvalidIdentityToken"


def test_a_token_that_was_altered_or_is_none_is_refused(an_account: Account, federated: str) -> None:
    head, body, signature = web_identity.issue("repo:example/databases:pull_request", AUDIENCE).split(".")
    body = web_identity.issue(SUBJECT, AUDIENCE).split(".")[1]
    assert as_workflow(an_account, federated, f"{head}.{body}.{signature}") == "InvalidIdentityToken"
    assert as_workflow(an_account, federated, "none") == "InvalidIdentityToken"


def test_a_token_lives_for_minutes(an_account: Account, federated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    token = web_identity.issue(SUBJECT, AUDIENCE)
    monkeypatch.setattr(CONTEXT, "ahead", CONTEXT.ahead + web_identity.LIFE)
    assert as_workflow(an_account, federated, token) == "ExpiredTokenException"


def test_a_token_opens_no_role_that_trusts_its_account(an_account: Account, federated: str) -> None:
    assert federated
    role = make_role(an_account, "app", root(an_account), Action=["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"])
    assert as_workflow(an_account, role, web_identity.issue(SUBJECT, AUDIENCE)) == "AccessDenied"
