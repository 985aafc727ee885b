"""Each action that an identity may take is named in full."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.documents import Statement
from policies.engine.grants import wild
from policies.engine.identity import IdentityPolicies
from policies.engine.stack import Resource, Stack, shown


class ExactActions(IdentityPolicies):
    """No wildcard among the actions of a statement that allows something."""

    id = "CKV_TDG_304"
    title = "Identities may do what is named, without wildcards"
    why = (
        "A wildcard also allows the actions that AWS will add, and those nobody thought of: secretsmanager:* deletes, "
        "rds:* copies to another region, `*` does everything."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"
    fix = "Name each action that is needed."

    def problems(self, statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
        """A problem for each action that is not named in full, and for a statement without any."""
        del resource, stack
        for action in statement.actions:
            if not isinstance(action, str) or wild(action):
                yield f"allows {shown(action)}, which is not one action"
        if not statement.actions and not statement.not_actions:
            yield "allows no action that can be told"


check = register(ExactActions)
