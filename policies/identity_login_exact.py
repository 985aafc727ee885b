"""Who may log in to a database may do so as one user of one cluster."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.documents import Statement
from policies.engine.facts import facts
from policies.engine.identity import IdentityPolicies
from policies.engine.login import CONNECT, Login, login, logs_in
from policies.engine.stack import Resource, Stack, shown


class LoginExact(IdentityPolicies):
    """`rds-db:connect` by its own name, on users of clusters of this stack, and never on the master user."""

    id = "CKV_TDG_302"
    title = "A permission to log in names one user of one cluster"
    why = (
        "A `*` for the user lets a reader in as the writer or as the master user, a `*` for the cluster lets it into "
        "each database that will ever be made. The master user's grants are all there are."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
    fix = "Allow rds-db:connect on arn:aws:rds-db:<region>:<account>:dbuser:<the cluster's resource id>/<user> alone."

    def problems(self, statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
        """What makes a login wider than one user of one cluster."""
        del resource
        if not logs_in(statement):
            return
        for action in statement.actions:
            if not isinstance(action, str) or action.lower() != CONNECT:
                yield f"allows {shown(action)} together with or instead of {CONNECT}"
        if statement.not_actions or statement.not_resources:
            yield f"allows {CONNECT} by what it leaves out"
        for value in statement.resources:
            found = login(value, stack)
            problem = found if isinstance(found, str) else _taken(found, stack)
            if problem:
                yield problem


def _taken(found: Login, stack: Stack) -> str | None:
    master = stack.text(found.cluster.get("master_username"))
    if master is None or found.user.lower() == master.lower():
        return f"is for {found.user}, who is, or may be, the master user"
    if found.user.lower() in facts("identity")["users"]["taken"]:
        return f"is for {found.user}, a user of RDS or MySQL itself"
    return None


check = register(LoginExact)
