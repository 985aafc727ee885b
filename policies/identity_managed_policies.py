"""Roles have permissions that this stack writes, and hardly any of AWS's own."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.policy import Policy, Violation
from policies.engine.reading import items
from policies.engine.stack import Resource, Stack, Value, shown

_BOUNDARY = "permissions_boundary"
_ARGUMENTS = ("policy_arn", "policy_arns", "managed_policy_arns", "managed_policy_arn", _BOUNDARY)


class ManagedPolicies(Policy):
    """What is attached is a policy of this stack, or one of AWS's that is listed with its source."""

    id = "CKV_TDG_307"
    title = "Attached policies are of this stack"
    category = "identity"
    why = "AdministratorAccess is one line away, and AWS changes its managed policies without asking."
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"
    fix = "Write the permissions in a policy of this stack."
    types = ("aws_iam_role", "aws_iam_role_polic*", "aws_iam_policy_attachment", "aws_iam_*_policy_attachment*")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it, and it attaches anything."""
        del stack
        return resource.mode == "managed" and any(resource.get(each) is not None for each in _ARGUMENTS)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each policy that is neither."""
        for argument in _ARGUMENTS:
            for value in items(resource.get(argument)):
                if not (_known(value, stack) or (argument == _BOUNDARY and _is_of_delivery(value, stack))):
                    yield Violation(f"{argument} is {shown(value)}, no policy of this stack", attribute=argument)


def _known(value: Value, stack: Stack) -> bool:
    found = stack.target(value, "aws_iam_policy")
    if found is not None:
        return found.mode == "managed"
    return value in facts("identity")["managed_policies"]["allowed"]


def _is_of_delivery(value: Value, stack: Stack) -> bool:
    """Whether it is the boundary that the stack of the roles makes; the stack it bounds cannot refer to that."""
    context = stack.context
    form = facts("identity")["managed_policies"]["boundary"]
    return context is not None and value == form.format(account=context.account_id, environment=context.environment)


check = register(ManagedPolicies)
