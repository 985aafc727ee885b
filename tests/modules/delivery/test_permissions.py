"""The table of permissions covers what the stack holds, and names actions that exist."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from botocore import xform_name
from botocore.session import get_session

from generator.facts.denials import denials
from generator.facts.inventory import listings
from generator.facts.permissions import permissions
from policies.engine.documents import Statement
from policies.engine.grants import like
from policies.engine.loading import load
from policies.engine.policies_of import documents_of
from policies.engine.stack import Stack
from tests.conftest import ROOT
from tests.modules.delivery.conftest import access_levels
from tests.modules.delivery.evaluator import Identity, Request
from tests.policies.compliant import rendered

TYPES = permissions().types
HERE = {"aws:RequestedRegion": "eu-west-1"}
THERE = {"aws:RequestedRegion": "us-east-1"}
# What AWS's own AmazonRDSEnhancedMonitoringRole allows.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html
MONITORING = {
    "logs:CreateLogGroup",
    "logs:CreateLogStream",
    "logs:DescribeLogStreams",
    "logs:GetLogEvents",
    "logs:PutLogEvents",
    "logs:PutRetentionPolicy",
}


def actions() -> Iterator[str]:
    for each in TYPES.values():
        yield from (*each.read, *each.write, *each.delete)
        yield from (action for more in each.more.values() for action in more)
    yield from permissions().unlimited
    yield from permissions().workload


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_every_type_that_the_stack_holds_has_its_permissions(environment: str) -> None:
    stack = load(rendered(environment) / "cdk.tf.json")
    assert {each.type for each in stack.resources if each.mode == "managed"} - set(TYPES) == set()


def test_every_action_is_one_of_the_service_authorization_reference() -> None:
    assert set(actions()) - set(access_levels()) == set()


def test_every_denied_action_is_one_that_exists() -> None:
    known = list(access_levels())
    named = [action for each in denials() for action in (*each.actions, *each.not_actions)]
    assert [each for each in named if not any(like(each, action) for action in known)] == []


def test_what_is_read_to_plan_only_reads() -> None:
    found = {action: access_levels()[action] for each in TYPES.values() for action in each.read}
    assert {action: level for action, level in found.items() if level not in ("Read", "List")} == {}


def test_what_cannot_be_limited_is_used() -> None:
    used = {action for each in TYPES.values() for action in each.changing}
    assert permissions().unlimited - used == set()


@pytest.mark.parametrize("name", TYPES)
def test_the_apply_role_may_do_all_that_a_type_needs(name: str, apply: Identity) -> None:
    context = {
        "aws:RequestedRegion": "eu-west-1",
        "iam:PermissionsBoundary": "arn:aws:iam::222222222222:policy/tidegate-delivery/eu-west-1-workload-boundary",
        "iam:PolicyARN": "arn:aws:iam::222222222222:policy/tidegate-eu-west-1-orders-connect-u",
    }
    needed = TYPES[name].changing.union(*TYPES[name].more.values())
    assert [each for each in sorted(needed) if not apply.may(Request(each, context=context))] == []


@pytest.mark.parametrize(("done", "who"), [("plan", "plan"), ("apply", "apply"), ("destroy", "apply")])
def test_the_roles_may_make_each_call_that_the_provider_was_seen_to_make(
    done: str, who: str, request: pytest.FixtureRequest
) -> None:
    seen = json.loads((Path(__file__).parent / "calls.json").read_text(encoding="utf-8"))
    identity: Identity = request.getfixturevalue(who)
    context = {
        "aws:RequestedRegion": "eu-west-1",
        "iam:PermissionsBoundary": "arn:aws:iam::222222222222:policy/tidegate-delivery/eu-west-1-workload-boundary",
        "iam:PolicyARN": "arn:aws:iam::222222222222:policy/tidegate-eu-west-1-orders-connect-u",
        "secretsmanager:VersionId": "terraform-20261125230656907200000002",
    }
    assert len(seen[done]) > 40
    assert [each for each in seen[done] if not identity.may(Request(each, context=context))] == []


def test_the_roles_may_ask_what_verify_and_drift_ask(plan: Identity, apply: Identity) -> None:
    texts = [
        file.read_text(encoding="utf-8")
        for room in ("live", "drift")
        for file in (ROOT / "generator" / room).glob("*.py")
    ]
    called = {
        found for text in texts for found in re.findall(r'(?:ask|items)\(\s*"([a-z0-9]+)",\s*"([a-z_0-9]+)"', text)
    }
    home = {_action(*each) for each in called}
    everywhere = {_action(each.service, each.operation) for each in listings()}
    assert len(home) > 25
    for identity in (plan, apply):
        assert [each for each in sorted(home | everywhere) if not identity.may(Request(each, context=HERE))] == []
        assert [each for each in sorted(everywhere) if not identity.may(Request(each, context=THERE))] == []


def _action(service: str, operation: str) -> str:
    model = get_session().get_service_model(service)
    name = next(each for each in model.operation_names if xform_name(each) == operation)
    return "s3:ListAllMyBuckets" if name == "ListBuckets" else f"{service}:{name}"


def test_looking_only_looks() -> None:
    found = {action: access_levels()[action] for action in permissions().looking}
    assert {action: level for action, level in found.items() if level not in ("Read", "List")} == {}


def test_the_boundary_leaves_the_stacks_own_roles_what_they_need(documents: Mapping[str, list[Statement]]) -> None:
    stack = load(rendered("eu-west-1") / "cdk.tf.json")
    needed = {
        str(action)
        for resource in stack.of("aws_iam_role_policy")
        for document in documents_of(resource, stack)
        for statement in document.statements or ()
        if statement.allows
        for action in statement.actions
    }
    bound = Identity(documents["workload-boundary"])
    context = {"aws:RequestedRegion": "eu-west-1"}
    assert "secretsmanager:PutSecretValue" in needed
    assert [each for each in sorted(needed | MONITORING) if not bound.may(Request(each, context=context))] == []
    assert [each for each in access_levels() if each.startswith("iam:") and bound.may(Request(each))] == []


def test_policies_and_attachments_stay_below_iams_limits(
    roles: Stack, documents: Mapping[str, list[Statement]]
) -> None:
    limits = permissions().limits
    sizes = {name: len(as_text(found)) for name, found in documents.items()}
    assert {name: size for name, size in sizes.items() if size > limits["managed_policy_characters"]} == {}
    attached = [str(each.get("role")) for each in roles.of("aws_iam_role_policy_attachment")]
    assert max(attached.count(role) for role in attached) <= limits["attached_policies"]


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_the_service_control_policy_stays_below_its_limit(environment: str) -> None:
    content = json.loads((rendered(environment) / "roles" / "service-control-policy.json").read_text(encoding="utf-8"))
    size = len(json.dumps(content, separators=(",", ":")))
    assert size <= permissions().limits["service_control_policy_characters"]


def as_text(found: list[Statement]) -> str:
    """The document as IAM counts it: without white space."""
    written = [
        {
            "Sid": each.sid,
            "Effect": each.effect,
            **({"NotAction": each.not_actions} if each.not_actions else {"Action": each.actions}),
            "Resource": each.resources,
            "Condition": {one.test: {one.variable: one.values} for one in each.conditions},
        }
        for each in found
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": written}, separators=(",", ":"))
