"""No resource's own policy lets in strangers."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.grants import strangers
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

_OWN_POLICIES = ("aws_kms_", "aws_vpc_endpoint")


class ResourcePolicies(Policy):
    """Who is let in is named in full and of the account, or is a service that acts for it.

    Keys and VPC endpoints have policies of their own.
    """

    id = "CKV_TDG_310"
    title = "Policies of topics, buckets, secrets and vaults let in their own account alone"
    category = "identity"
    why = (
        "A resource's policy lets in by itself, whatever the permissions of the account say: everybody, another "
        "account, or a service that acts for whoever asks it."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html"
    fix = "Name principals of the own account, and bind services to it with aws:SourceAccount."
    types = ("aws_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource, and it holds such a document."""
        if resource.type.startswith(_OWN_POLICIES):
            return False
        return any(each.kind == "resource" for each in documents_of(resource, stack))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each stranger, and for a policy that cannot be read."""
        for document in documents_of(resource, stack):
            if document.kind == "resource" and document.statements is None:
                yield Violation("whom its policy lets in cannot be known before the apply", *document.at())
            for statement in (document.statements or ()) if document.kind == "resource" else ():
                for stranger in strangers(statement, resource, stack) if statement.allows else ():
                    yield Violation(f"the statement {statement.sid!r} lets in {stranger}", *document.at())


check = register(ResourcePolicies)
