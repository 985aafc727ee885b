"""What a database user is called in Terraform and AWS, and as which MySQL accounts it exists."""

import hashlib
import re
from collections.abc import Iterator

from generator.spec.model import Database, User
from modules.literals import ConfigurationError

LONGEST_ACCOUNT = 32
"""Characters of a MySQL user name.

Source: https://dev.mysql.com/doc/refman/8.4/en/user-names.html (checked 2026-11-22).
"""

_PLAIN = re.compile(r"[a-z0-9_]+")
_ODD = re.compile(r"[^a-z0-9_]")
_PATTERN = re.compile(r"[*?$&{}]")
_ALTERNATE = "_clone"


def slug(name: str) -> str:
    """`name` with nothing but `a-z0-9_`, and a digest after a hyphen where that changed it.

    No two names share one, not even in services that ignore case: only a changed name holds a hyphen.
    """
    if _PLAIN.fullmatch(name):
        return name
    return f"{_ODD.sub('_', name.lower())}-{_digest(name)}"


def alternate(name: str) -> str:
    """The account that takes turns with `name` when a secret is rotated; no longer than MySQL allows."""
    if len(name) + len(_ALTERNATE) <= LONGEST_ACCOUNT:
        return name + _ALTERNATE
    ending = f"_{_digest(name)}{_ALTERNATE}"
    return name[: LONGEST_ACCOUNT - len(ending)] + ending


def accounts(user: User) -> tuple[str, ...]:
    """The MySQL accounts of a user: one, or two that take turns."""
    return (user.name, alternate(user.name)) if user.auth == "secret" else (user.name,)


def role_name(user: User) -> str:
    """The name of the user's role, without the path that its ARN may hold."""
    return user.role.rsplit("/", 1)[-1]


def numbered(name: str, database: Database) -> Iterator[tuple[str, User]]:
    """The users of the database `name`, each with its spec path.

    Raises ConfigurationError where two of them, or one and the master user, would share a MySQL account.
    """
    taken = {database.master_username}
    for index, user in enumerate(database.users):
        path = f"databases.{name}.users[{index}]"
        if taken & set(accounts(user)):
            raise ConfigurationError(f"{path}: another user has the account {sorted(taken & set(accounts(user)))[0]}")
        taken |= set(accounts(user))
        yield path, user


def exact(text: str, path: str) -> str:
    """`text`, which stands in an IAM policy for itself alone. `path` is where the spec has it.

    Raises ConfigurationError where IAM would read it as a pattern (`*`, `?`) or as a variable (`${`, which a policy
    document also spells `&{`).
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (checked 2026-11-22).
    """
    if _PATTERN.search(text):
        raise ConfigurationError(f"{path}: `{text}` would be a pattern in an IAM policy")
    return text


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:8]
