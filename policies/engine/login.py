"""Which database user a statement lets somebody log in as.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
(checked 2026-11-22).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policies.engine.documents import Statement
from policies.engine.grants import covers
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Value, shown

CONNECT = "rds-db:connect"
_USER = re.compile(r"/([A-Za-z][A-Za-z0-9_-]*)")
_PREFIX = "arn:aws:rds-db:{0.region}:{0.account}:dbuser:"


@dataclass(frozen=True, slots=True)
class Login:
    """A user of a cluster of this stack."""

    cluster: Resource
    user: str


def logs_in(statement: Statement) -> bool:
    """Whether a statement lets somebody log in to a database."""
    return statement.allows and covers(statement, CONNECT)


def login(value: Value, stack: Stack) -> Login | str:
    """The one user that a resource of such a statement names, or what is wrong with it."""
    if not isinstance(value, Interpolation) or len(value.parts) != 3:
        return f"is for {shown(value)}, which is not one user of one cluster of this stack"
    prefix, reference, end = value.parts
    cluster = _cluster(reference, stack)
    if cluster is None:
        return f"is for {value}, which is not the resource id of a cluster of this stack"
    if prefix != _PREFIX.format(cluster) or None in (cluster.region, cluster.account):
        return f"is for {value}, which is not of the cluster's region and account"
    found = _USER.fullmatch(end) if isinstance(end, str) else None
    return Login(cluster, found[1]) if found else f"is for {value}, which does not name one user in full"


def _cluster(part: str | Reference, stack: Stack) -> Resource | None:
    if not isinstance(part, Reference) or part.attribute != "cluster_resource_id":
        return None
    found = stack.target(part, "aws_rds_cluster")
    return found if found is not None and found.mode == "managed" else None


def logins(statements: list[Statement], stack: Stack) -> Iterator[Login]:
    """The users that can be told of the statements that let somebody log in."""
    for statement in statements:
        for value in statement.resources if logs_in(statement) else ():
            found = login(value, stack)
            if isinstance(found, Login):
                yield found


def described_user(found: Login, stack: Stack) -> dict[str, Value]:
    """What the cluster's output says of a user; nothing if it does not know the user.

    The output is made from the spec, apart from the policies.
    """
    said = stack.outputs.get(f"database_{found.cluster.name}")
    users = said.get("users") if isinstance(said, dict) else None
    user = users.get(found.user) if isinstance(users, dict) else None
    return user if isinstance(user, dict) else {}
