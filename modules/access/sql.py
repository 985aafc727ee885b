"""The SQL that makes a database's users, with the privileges that the spec names and no other."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader, StrictUndefined

from generator.spec.model import User
from modules.access.quoting import quoted_identifier, quoted_schema, quoted_text
from modules.users import accounts

TEMPLATE = "users.sql.j2"
STRAYS = "strays.sql.j2"
MARK = "tidegate"
"""What a user's attribute `managed_by` says, so that no other user is ever dropped.

Source: https://dev.mysql.com/doc/refman/8.4/en/create-user.html#create-user-comments-attributes (checked 2026-11-26).
"""

SCHEMA_PRIVILEGES = (
    "ALTER",
    "ALTER ROUTINE",
    "CREATE",
    "CREATE ROUTINE",
    "CREATE TEMPORARY TABLES",
    "CREATE VIEW",
    "DELETE",
    "DROP",
    "EVENT",
    "EXECUTE",
    "GRANT OPTION",
    "INDEX",
    "INSERT",
    "LOCK TABLES",
    "REFERENCES",
    "SELECT",
    "SHOW VIEW",
    "TRIGGER",
    "UPDATE",
)
"""What can be granted on a schema.

Source: https://dev.mysql.com/doc/refman/8.4/en/privileges-provided.html (checked 2026-11-22).
"""

READING = frozenset({"SELECT", "SHOW VIEW"})
"""What a reader's user may be granted."""


def users_sql(environment: str, identifier: str, schema: str, users: Iterable[User]) -> str:
    """The statements for the users of the cluster `identifier`, each of which may run any number of times.

    They hold no password: a user with a token has none, and the account of a user with a secret is locked, and has a
    digest that no password has, until the first rotation gives it one.
    """
    return (
        _templates()
        .get_template(TEMPLATE)
        .render(
            environment=environment,
            identifier=identifier,
            schema=schema,
            mark=MARK,
            users=[_described(user) for user in users],
        )
    )


def strays_sql(environment: str, identifier: str, users: Iterable[User]) -> str:
    """The statements that drop whom Tidegate made and the spec no longer names; they may run any number of times."""
    names = [name for user in users for name in accounts(user)]
    template = _templates().get_template(STRAYS)
    return template.render(environment=environment, identifier=identifier, mark=MARK, names=names)


def _described(user: User) -> dict[str, object]:
    granted = [each for each in SCHEMA_PRIVILEGES if each in user.granted and _allowed(user, each)]
    return {
        "accounts": accounts(user),
        "auth": user.auth,
        "granted": granted,
        "revoked": [each for each in SCHEMA_PRIVILEGES if each not in granted],
        "withheld": [each for each in user.granted if not _allowed(user, each)],
    }


def _allowed(user: User, privilege: str) -> bool:
    return user.endpoint == "writer" or privilege in READING


@cache
def _templates() -> Templates:
    # Autoescaping is for HTML; every value in this SQL passes one of the filters, or is a privilege's name.
    templates = Templates(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    templates.filters["text"] = quoted_text
    templates.filters["identifier"] = quoted_identifier
    templates.filters["schema"] = quoted_schema
    return templates
