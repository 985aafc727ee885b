"""Who may read the secrets of applications."""

from collections.abc import Iterator

from policies.engine.documents import Condition, Statement
from policies.engine.grants import covers, own_principal, wild
from policies.engine.stack import Reference, Resource, Stack, Value, shown

_READ = "secretsmanager:GetSecretValue"
_ROLE = "aws:principalarn"
_VERSION = "secretsmanager:versionid"


def keeps_out(statement: Statement) -> bool:
    """Whether a statement denies a secret's value to everybody but the roles that it names.

    It may leave out one version by reference: the one that Terraform wrote, which holds no password.
    """
    everybody = any("*" in each.identifiers and each.kind in ("AWS", "*") for each in statement.principals)
    denies = statement.effect == "Deny" and everybody and "*" in statement.resources
    tests = {each.variable.lower(): each for each in statement.conditions}
    others = tests.keys() - {_ROLE, _VERSION}
    return (
        denies
        and bool(statement.actions)
        and covers(statement, _READ)
        and _ROLE in tests
        and not others
        and len(tests) == len(statement.conditions)
        and all(each.test.lower() in ("stringnotequals", "arnnotequals") for each in statement.conditions)
        and (_VERSION not in tests or _is_written(tests[_VERSION]))
    )


def _is_written(condition: Condition) -> bool:
    return all(
        isinstance(each, Reference)
        and each.address.startswith("aws_secretsmanager_secret_version.")
        and each.attribute == "version_id"
        for each in condition.values
    )


def reader_problem(denial: Statement, policy: Resource, stack: Stack) -> str | None:
    """What is wrong with the roles that a denial leaves out; None if they are the user's and the rotation's."""
    expected = set(_roles_of_users(stack))
    for condition in denial.conditions:
        for value in condition.values if condition.variable.lower() == _ROLE else ():
            if wild(value) or not own_principal(value, policy, stack):
                return f"leaves out {shown(value)}, which is not plainly one role of the account"
            if isinstance(value, str) and value not in expected:
                return f"leaves out {value}, which is no role of a user with a secret"
            if isinstance(value, Reference) and not _rotates(value, stack):
                return f"leaves out {value}, which is not the role of a function that rotates"
    return None


def _rotates(role: Reference, stack: Stack) -> bool:
    found = stack.target(role)
    rotations = stack.of("aws_secretsmanager_secret_rotation")
    functions = (stack.target(each.get("rotation_lambda_arn"), "aws_lambda_function") for each in rotations)
    roles = (stack.target(each.get("role"), "aws_iam_role") for each in functions if each is not None)
    return found is not None and any(each is found for each in roles)


def _roles_of_users(stack: Stack) -> Iterator[Value]:
    """The roles of users with a secret, as the clusters' outputs describe them; those are made from the spec."""
    for output in stack.outputs.values():
        users = output.get("users") if isinstance(output, dict) else None
        for user in users.values() if isinstance(users, dict) else ():
            if isinstance(user, dict) and user.get("auth") == "secret":
                role = user.get("role")
                yield role if isinstance(role, str) else None
