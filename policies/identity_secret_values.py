"""Terraform puts no password into Secrets Manager or into a parameter."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.secrecy import json_object, looks_secret, names_secret, secret_leaves
from policies.engine.stack import Resource, Stack, Value

_IN_STATE = ("secret_string", "secret_binary")
_WRITE_ONLY = "secret_string_wo"
_VALUES = ("value", "insecure_value", "value_wo")


class SecretValues(Policy):
    """A secret's first version says how to connect, and no more; no parameter is a secret."""

    id = "CKV_TDG_314"
    title = "Terraform puts no password into a secret or a parameter"
    category = "identity"
    why = (
        "`secret_string` is kept in the state, and a text in the configuration is in the render whatever becomes of "
        "it. Parameters have no rotation. The rotation function makes each password, where nobody sees it."
    )
    source = (
        "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/secretsmanager_secret_version"
    )
    fix = f"Write how to connect to {_WRITE_ONLY}, without a password, and let the rotation make that."
    types = ("aws_secretsmanager_secret_version", "aws_ssm_parameter")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each value that is, or may be, a password."""
        del stack
        yield from _parameter(resource) if resource.type == "aws_ssm_parameter" else _version(resource)


def _version(version: Resource) -> Iterator[Violation]:
    for attribute in _IN_STATE:
        if version.get(attribute) is not None:
            yield Violation(f"{attribute} would be kept in the state", attribute=attribute)
    value = version.get(_WRITE_ONLY)
    content = json_object(value)
    if value is not None and content is None:
        yield Violation(f"{_WRITE_ONLY} is no JSON object of which it can be told what it holds", attribute=_WRITE_ONLY)
    for leaf in secret_leaves(content or {}):
        yield Violation(f"{_WRITE_ONLY} holds a {leaf.name}", attribute=_WRITE_ONLY)


def _parameter(parameter: Resource) -> Iterator[Violation]:
    if parameter.get("type") != "String":
        yield Violation("a parameter that is not plainly a String keeps a secret without a rotation", attribute="type")
    name = parameter.get("name")
    for attribute in _VALUES:
        value = parameter.get(attribute)
        if value is not None and (_secret_name(name) or not isinstance(value, str) or looks_secret(value)):
            yield Violation(f"{attribute} is, or may be, a password", attribute=attribute)


def _secret_name(name: Value) -> bool:
    return not isinstance(name, str) or names_secret(name.rpartition("/")[2]) or names_secret(name)


check = register(SecretValues)
