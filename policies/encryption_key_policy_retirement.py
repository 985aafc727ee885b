"""Nobody may disable, delete or copy a key."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.grants import covers
from policies.engine.key_policies import RETIRE, KeyPolicies
from policies.engine.policies_of import Document
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack


class KeyPolicyRetirement(KeyPolicies):
    """No statement allows what ends a key's use, its rotation, or its being of one region."""

    id = "CKV_TDG_117"
    title = "A key's policy lets nobody disable, delete or replicate it"
    why = (
        "A Multi-AZ DB cluster cannot be stopped, so that a disabled key ends it for good, with all of its snapshots. "
        "Who needs to retire a key changes its policy first, and that change is seen here."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html"
    fix = "Remove the action; for a wanted deletion, waive this until it is done."

    def judge_document(self, document: Document, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each such action that a statement allows."""
        del resource, stack
        for statement in document.statements or ():
            for action in RETIRE:
                if statement.allows and covers(statement, action):
                    yield Violation(f"the statement {statement.sid!r} allows {action}", *document.at())


check = register(KeyPolicyRetirement)
