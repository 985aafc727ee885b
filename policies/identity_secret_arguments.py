"""No argument of any resource holds a password, a token or a key."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.secrecy import secret_leaves
from policies.engine.stack import Resource, Stack

_OWN_POLICIES = ("aws_secretsmanager_secret_version", "aws_ssm_parameter")


class SecretArguments(Policy):
    """Nothing that is called a secret, of whatever type and however deep, has a value of its own.

    The values of secrets and parameters have policies of their own.
    """

    id = "CKV_TDG_313"
    title = "No argument holds a password"
    category = "identity"
    why = (
        "An argument's value is in the render, in the plan and in the state, for whoever reads those, and for good. So "
        "is one that comes from a variable or from another resource."
    )
    source = "https://developer.hashicorp.com/terraform/language/manage-sensitive-data"
    fix = "Let the service make the password, or read it at run time from Secrets Manager, by the secret's ARN."
    types = ("*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has any such value."""
        del stack
        return resource.type not in _OWN_POLICIES and any(secret_leaves(resource.values))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each such value, which it does not show."""
        del stack
        for leaf in secret_leaves(resource.values):
            yield Violation(f"{leaf.path} has a value, which would be known to whoever sees it", attribute=leaf.path)


check = register(SecretArguments)
