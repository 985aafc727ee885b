"""Nobody outside of a key's account is let in by its policy."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.grants import strangers
from policies.engine.key_policies import KeyPolicies
from policies.engine.policies_of import Document
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack


class KeyPolicyPrincipals(KeyPolicies):
    """Each statement that allows names principals of the account, or services that act for the account."""

    id = "CKV_TDG_115"
    title = "A key's policy lets in nobody but its own account, and services on its behalf"
    why = (
        "A key's policy is the last word on who may decrypt. Everybody, another account, or a service without a source "
        "condition (which then acts for any account) can read what the key protects."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html"
    fix = "Name principals of the own account, and bind services to it with aws:SourceAccount or its ARNs."

    def judge_document(self, document: Document, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each principal of each statement that is not let in rightly."""
        for statement in document.statements or ():
            if statement.allows:
                for stranger in strangers(statement, resource, stack):
                    yield Violation(f"the statement {statement.sid!r} lets in {stranger}", *document.at())


check = register(KeyPolicyPrincipals)
