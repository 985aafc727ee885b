"""What the plan role and the apply role can do, and what nobody in the account can."""

from collections.abc import Mapping

import pytest

from generator.facts.denials import denials
from generator.facts.permissions import permissions
from generator.facts.regions import regions
from policies.engine.documents import Statement
from tests.modules.delivery.conftest import access_levels
from tests.modules.delivery.evaluator import Identity, Request

ACCOUNT = "222222222222"
HERE = {"aws:RequestedRegion": "eu-west-1"}
THERE = {"aws:RequestedRegion": "us-east-1"}
NEAR = {"aws:RequestedRegion": "eu-central-1"}
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:eu-west-1/orders/settlement-AbCdEf"
STATE = "arn:aws:s3:::tidegate-state-222222222222-eu-west-1/eu-west-1/terraform.tfstate"
BOUNDARY = {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/tidegate-delivery/eu-west-1-workload-boundary"}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/tidegate-eu-west-1-flow-logs"
ITSELF = f"arn:aws:iam::{ACCOUNT}:role/tidegate-delivery/eu-west-1-apply"
# A context in which each condition of an Allow statement holds, so that only the action itself can stop a request.
OPEN = {
    **HERE,
    **BOUNDARY,
    "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com",
    "kms:EncryptionContext:SecretVersionId": "terraform-1",
    "kms:GrantIsForAWSResource": "true",
    "secretsmanager:VersionId": "terraform-1",
    "s3:prefix": "eu-west-1/terraform.tfstate",
}
LOOKING = permissions().looking
COPIES = sorted(
    {action.replace("*", "Anything") for each in denials() for action in each.actions if not each.conditions}
)


def test_the_plan_role_can_write_nothing_that_aws_has(plan: Identity) -> None:
    writing = [action for action, level in access_levels().items() if level not in ("Read", "List")]
    # KMS counts decryption as a write; what it decrypts is the state and versions without a password.
    assert len(writing) > 5000
    assert [each for each in writing if plan.may(Request(each, context=OPEN))] == ["kms:Decrypt"]


@pytest.mark.parametrize(
    ("context", "allowed"),
    [
        ({"secretsmanager:VersionId": "terraform-20261125230656907200000002"}, True),
        ({"secretsmanager:VersionStage": "AWSCURRENT"}, False),
        ({"secretsmanager:VersionId": "2f0a9c1e-7a53-4f0c-9c1f-3f6a1b0f7d11"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("role", ["plan", "apply"])
def test_no_role_reads_a_version_of_a_secret_that_may_hold_a_password(
    role: str, context: Mapping[str, str], allowed: bool, request: pytest.FixtureRequest
) -> None:
    identity: Identity = request.getfixturevalue(role)
    assert identity.may(Request("secretsmanager:GetSecretValue", SECRET, {**HERE, **context})) is allowed


def test_no_role_reads_the_master_users_secret(plan: Identity, apply: Identity) -> None:
    master = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:rds!cluster-1-AbCdEf"
    asked = Request("secretsmanager:GetSecretValue", master, {**HERE, "secretsmanager:VersionId": "terraform-1"})
    assert (plan.may(asked), apply.may(asked)) == (False, False)


@pytest.mark.parametrize("role", ["plan", "apply"])
def test_a_role_leaves_its_region_only_for_services_that_are_in_none(role: str, request: pytest.FixtureRequest) -> None:
    identity: Identity = request.getfixturevalue(role)
    for region in (THERE, NEAR):
        found = [each for each in access_levels() if identity.may(Request(each, context={**OPEN, **region}))]
        assert found
        assert {each.split(":")[0] for each in found if each not in LOOKING} <= permissions().global_services


def test_an_administrator_within_the_boundary_leaves_neither_the_region_nor_its_own_boundary(
    administrator: Identity,
) -> None:
    found = [each for each in access_levels() if administrator.may(Request(each, context=THERE))]
    assert {each.split(":")[0] for each in found if each not in LOOKING} == permissions().global_services
    assert not administrator.may(Request("iam:PutRolePolicy", ITSELF, HERE))
    assert not administrator.may(Request("iam:DeleteRolePermissionsBoundary", ITSELF, HERE))
    assert administrator.may(Request("rds:DeleteDBCluster", f"arn:aws:rds:eu-west-1:{ACCOUNT}:cluster:x", HERE))


@pytest.mark.parametrize("action", COPIES)
@pytest.mark.parametrize("who", ["plan", "apply", "administrator", "governed"])
def test_nobody_copies_data_out_even_by_a_call_to_the_own_region(
    who: str, action: str, request: pytest.FixtureRequest
) -> None:
    identity: Identity = request.getfixturevalue(who)
    elsewhere = {**OPEN, "s3:ResourceAccount": "111111111111"}
    assert not identity.may(Request(action, context=elsewhere))


@pytest.mark.parametrize("who", ["apply", "governed"])
@pytest.mark.parametrize(
    ("action", "context", "allowed"),
    [
        ("kms:CreateKey", {"kms:MultiRegion": "false"}, True),
        ("kms:CreateKey", {"kms:MultiRegion": "true"}, False),
        ("secretsmanager:CreateSecret", {}, True),
        ("secretsmanager:CreateSecret", {"secretsmanager:AddReplicaRegions": "us-east-1"}, False),
    ],
)
def test_a_key_or_secret_may_be_made_and_not_one_for_several_regions(
    who: str, action: str, context: Mapping[str, str], allowed: bool, request: pytest.FixtureRequest
) -> None:
    identity: Identity = request.getfixturevalue(who)
    assert identity.may(Request(action, context={**HERE, **context})) is allowed


@pytest.mark.parametrize(
    ("action", "context", "allowed"),
    [
        ("rds:CreateDBCluster", HERE, True),
        ("rds:CreateDBCluster", NEAR, True),
        ("rds:CreateDBCluster", THERE, False),
        ("rds:DescribeDBClusters", THERE, True),
        ("kms:Decrypt", THERE, False),
        ("s3:CreateBucket", THERE, False),
        ("s3:ListAllMyBuckets", THERE, True),
        ("iam:GetRole", THERE, True),
        ("route53:ListHostedZones", THERE, True),
        ("cloudfront:CreateDistribution", THERE, False),
        ("globalaccelerator:CreateAccelerator", {"aws:RequestedRegion": "us-west-2"}, False),
        ("s3:PutObject", {**HERE, "s3:ResourceAccount": ACCOUNT}, True),
    ],
)
def test_the_organisation_keeps_an_account_in_its_jurisdiction(
    action: str, context: Mapping[str, str], allowed: bool, governed: Identity
) -> None:
    assert governed.may(Request(action, context=context)) is allowed
    assert set(regions().jurisdictions["EU"]) >= {"eu-west-1", "eu-central-1"}


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:PutRolePolicy"])
def test_the_apply_role_makes_and_fills_roles_within_the_boundary_alone(action: str, apply: Identity) -> None:
    other = {"iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}
    assert [apply.may(Request(action, ROLE, context)) for context in ({}, other, BOUNDARY)] == [False, False, True]
    assert not apply.may(Request(action, f"arn:aws:iam::{ACCOUNT}:role/somebody", BOUNDARY))
    assert not apply.may(Request(action, ITSELF, BOUNDARY))


def test_the_apply_role_hands_roles_to_the_services_of_the_stack_alone(apply: Identity) -> None:
    services = ["backup.amazonaws.com", "ec2.amazonaws.com", "lambda.amazonaws.com"]
    found = [apply.may(Request("iam:PassRole", ROLE, {"iam:PassedToService": each})) for each in services]
    assert found == [True, False, True]
    assert not apply.may(Request("iam:PassRole", ITSELF, {"iam:PassedToService": "lambda.amazonaws.com"}))


def test_the_apply_role_attaches_policies_of_the_environment_alone(apply: Identity) -> None:
    application = f"arn:aws:iam::{ACCOUNT}:role/order-gateway"
    own = f"arn:aws:iam::{ACCOUNT}:policy/tidegate-eu-west-1-orders-connect-order_writer"
    others = ["arn:aws:iam::aws:policy/AdministratorAccess", f"arn:aws:iam::{ACCOUNT}:policy/admin"]
    found = [
        apply.may(Request("iam:AttachRolePolicy", application, {"iam:PolicyARN": each})) for each in (own, *others)
    ]
    assert found == [True, False, False]


GATEWAY = f"arn:aws:iam::{ACCOUNT}:role/order-gateway"


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("iam:ListAttachedRolePolicies", GATEWAY),
        ("iam:ListRolePolicies", GATEWAY),
        ("iam:GetRolePolicy", GATEWAY),
        ("iam:GetPolicy", f"arn:aws:iam::{ACCOUNT}:policy/somebody-elses"),
        ("iam:GetPolicyVersion", f"arn:aws:iam::{ACCOUNT}:policy/somebody-elses"),
        ("iam:GetPolicy", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        ("iam:GetPolicyVersion", "arn:aws:iam::aws:policy/service-role/AWSLambdaRole"),
    ],
)
@pytest.mark.parametrize("role", ["plan", "apply"])
def test_both_read_all_that_an_applications_role_is_allowed(
    role: str, action: str, resource: str, request: pytest.FixtureRequest
) -> None:
    identity: Identity = request.getfixturevalue(role)
    assert identity.may(Request(action, resource, HERE))


def test_the_apply_role_reads_no_role_that_the_spec_does_not_name(apply: Identity) -> None:
    assert not apply.may(Request("iam:ListRolePolicies", f"arn:aws:iam::{ACCOUNT}:role/somebody", HERE))


@pytest.mark.parametrize(
    ("action", "resource", "expected"),
    [
        ("s3:GetObject", STATE, (True, True)),
        ("s3:GetObject", f"{STATE}.tflock", (True, True)),
        ("s3:PutObject", STATE, (False, True)),
        ("s3:PutObject", f"{STATE}.tflock", (False, True)),
        ("s3:DeleteObject", f"{STATE}.tflock", (False, True)),
        ("s3:DeleteObject", STATE, (False, False)),
        ("s3:PutObject", STATE.replace("terraform.tfstate", "roles.tfstate"), (False, False)),
        ("s3:GetObject", STATE.replace("/eu-west-1/", "/other/"), (False, False)),
    ],
)
def test_both_read_the_environments_state_and_one_writes_it(
    action: str, resource: str, expected: tuple[bool, bool], plan: Identity, apply: Identity
) -> None:
    context = {**HERE, "s3:ResourceAccount": ACCOUNT}
    assert tuple(each.may(Request(action, resource, context)) for each in (plan, apply)) == expected


def test_no_policy_that_is_attached_allows_an_action_by_a_wildcard(plan: Identity, apply: Identity) -> None:
    allowed: list[Statement] = [each for identity in (plan, apply) for each in identity.allowed if each.allows]
    assert [action for each in allowed for action in each.actions if "*" in str(action)] == []
