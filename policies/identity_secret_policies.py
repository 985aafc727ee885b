"""A secret's own policy keeps everybody out but its reader and the rotation."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to, made
from policies.engine.policies_of import Document, documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.secret_readers import keeps_out, reader_problem
from policies.engine.stack import Resource, Stack, shown

_POLICY = "aws_secretsmanager_secret_policy"


class SecretPolicies(Policy):
    """A denial for everybody but named roles, whatever their own permissions say."""

    id = "CKV_TDG_320"
    title = "A secret's policy keeps out everybody but its readers"
    category = "identity"
    why = (
        "Without a policy each administrator, and each role with GetSecretValue on `*`, reads the password. A denial "
        "in the secret's own policy outweighs every permission."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html"
    fix = "Deny secretsmanager:GetSecretValue to all whose aws:PrincipalArn is not the user's role or the rotation's."
    types = ("aws_secretsmanager_secret",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the secret."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a policy, and what is wrong with each."""
        if resource.get("policy") is not None:
            yield Violation(f"policy would be at odds with an {_POLICY}", attribute="policy")
        policies = [
            each for each in made(stack, _POLICY) if leads_to(each.get("secret_arn"), resource, stack, "arn", "id")
        ]
        if not policies:
            yield Violation(f"no {_POLICY} of this stack is on the secret")
        for policy in policies:
            blocked = policy.get("block_public_policy")
            if truth(blocked) is not True:
                message = f"block_public_policy is {shown(blocked)}, and not true"
                yield Violation(message, policy.address, "block_public_policy")
            for document in documents_of(policy, stack):
                for problem in _problems(document, policy, stack):
                    yield Violation(problem, document.source or policy.address, document.at()[1])


def _problems(document: Document, policy: Resource, stack: Stack) -> Iterator[str]:
    denials = [each for each in document.statements or () if keeps_out(each)]
    if not denials:
        yield "the secret's policy does not certainly deny secretsmanager:GetSecretValue to everybody else"
    for denial in denials:
        problem = reader_problem(denial, policy, stack)
        if problem:
            yield f"the statement {denial.sid!r} {problem}"


check = register(SecretPolicies)
