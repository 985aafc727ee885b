"""VPC endpoints carry calls of the own account to the own account alone."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import leads_to
from policies.engine.grants import requires
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

_POLICY = "aws_vpc_endpoint_policy"
_KEYS = ("aws:PrincipalAccount", "aws:ResourceAccount")


class EndpointPolicy(Policy):
    """Each statement that allows is bound to the account by who calls, and by what is called."""

    id = "CKV_TDG_204"
    title = "VPC endpoints carry nothing to or from other accounts"
    category = "transit"
    why = (
        "An endpoint's default policy lets everybody reach every resource of the service, also another account's "
        "bucket or secret: whoever gets into the VPC can carry data out through it, with keys of their own."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html"
    fix = "Give it a policy whose statements require aws:PrincipalAccount and aws:ResourceAccount of the account."
    types = ("aws_vpc_endpoint", _POLICY)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the endpoint."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a policy, and for each statement that reaches beyond the account."""
        if resource.get("policy") is None and not _has_another(resource, stack):
            yield Violation("it has no policy, so that it has AWS's default", attribute="policy")
        for document in documents_of(resource, stack):
            if document.statements is None:
                yield Violation("its policy cannot be known before the apply", *document.at())
            for statement in document.statements or ():
                for key in _KEYS if statement.allows else ():
                    if resource.account is None or not requires(statement, key, [resource.account]):
                        message = f"the statement {statement.sid!r} does not require {key} to be the own account"
                        yield Violation(message, *document.at())


def _has_another(endpoint: Resource, stack: Stack) -> bool:
    policies = (each for each in stack.of(_POLICY) if each.certain)
    return any(leads_to(each.get("vpc_endpoint_id"), endpoint, stack, "id") for each in policies)


check = register(EndpointPolicy)
