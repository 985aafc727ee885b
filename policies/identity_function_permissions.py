"""Functions are called by the one service that needs them."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown

_CALLERS = ("secretsmanager.amazonaws.com",)


class FunctionPermissions(Policy):
    """A function may be invoked by Secrets Manager of the own account; none has a URL."""

    id = "CKV_TDG_311"
    title = "Functions are called by Secrets Manager of the own account alone"
    category = "identity"
    why = (
        "The rotation function reads the master user's secret and sets passwords. Whoever can call it, or another "
        "customer's Secrets Manager, can lock applications out."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html"
    fix = "Allow lambda:InvokeFunction to secretsmanager.amazonaws.com with source_account, and remove function URLs."
    types = ("aws_lambda_permission", "aws_lambda_function_url", "aws_lambda_layer_version_permission")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each way in that is wider."""
        del stack
        if resource.type != "aws_lambda_permission":
            yield Violation(f"{resource.type} opens a function, or its code, to others")
            return
        wanted = {"principal": _CALLERS, "action": ("lambda:InvokeFunction",), "source_account": (resource.account,)}
        for attribute, allowed in wanted.items():
            given = resource.get(attribute)
            if given is None or given not in allowed:
                yield Violation(f"{attribute} is {shown(given)}, and not {shown(allowed[0])}", attribute=attribute)
        for attribute in ("function_url_auth_type", "principal_org_id"):
            if resource.get(attribute) is not None:
                yield Violation(f"{attribute} opens the function to others", attribute=attribute)


check = register(FunctionPermissions)
