"""The MySQL accounts of a user: made, given the same grants, and given a password last."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .secret import Login, RotationError

if TYPE_CHECKING:
    from pymysql.connections import Connection
    from pymysql.cursors import Cursor

_ANYWHERE = "@'%'"
_NOTHING = "USAGE ON *.*"


@dataclass(frozen=True, slots=True)
class Grant:
    """One row of `SHOW GRANTS`, without the account: privileges on something, or a role; and how it ends."""

    what: str
    ending: str = ""

    @classmethod
    def parse(cls, row: str, username: str) -> "Grant":
        """Reads a row of `username`@`%`. Raises RotationError for one that cannot be copied.

        Source: https://dev.mysql.com/doc/refman/8.4/en/show-grants.html (checked 2026-11-22).
        """
        grantee = " TO `{}`@`%`".format(username.replace("`", "``"))
        what, found, ending = row.rpartition(grantee)
        options = ("", " WITH GRANT OPTION", " WITH ADMIN OPTION")
        if not (found and what.startswith("GRANT ") and ending in options):
            raise RotationError(f"a grant of {username} cannot be copied: {row.split(' ', 1)[0]}")
        return cls(what.removeprefix("GRANT "), ending)

    @property
    def is_role(self) -> bool:
        """Whether a role is granted: its name stands in backticks, where a privilege is a bare word."""
        return self.what.startswith("`")


class Accounts:
    """The accounts `<name>@%` of a database, over a connection of the master user."""

    def __init__(self, connection: "Connection[Cursor]") -> None:
        self._connection = connection

    def prepare(self, login: Login, *, like: str | None) -> None:
        """Lets `login` in with its password and the grants of the account `like`.

        The account is locked until its grants are right, and the password comes last. `like` is None where the
        grants are to stay as they are. Every statement may be repeated.
        """
        account, password = self._account(login.username), self._connection.escape(login.password)
        identified = f"{account} IDENTIFIED WITH caching_sha2_password BY {password} REQUIRE SSL"
        with self._connection.cursor() as cursor:
            cursor.execute("SET SESSION sql_quote_show_create = ON")
            cursor.execute(f"CREATE USER IF NOT EXISTS {identified} ACCOUNT LOCK")
            if like is not None:
                self._copy_grants(cursor, like, login.username)
                self._copy_default_roles(cursor, like, login.username)
            cursor.execute(f"ALTER USER {identified} ACCOUNT UNLOCK")

    def _copy_grants(self, cursor: "Cursor", source: str, target: str) -> None:
        wanted, held = self._grants(cursor, source), self._grants(cursor, target)
        account = self._account(target)
        stale = held - wanted
        if not all(grant.is_role for grant in stale):
            cursor.execute(f"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {account}")
            held = {grant for grant in held if grant.is_role}
        for grant in _in_order(stale):
            if grant.is_role:
                cursor.execute(f"REVOKE {grant.what} FROM {account}")
        for grant in _in_order(wanted - held):
            cursor.execute(f"GRANT {grant.what} TO {account}{grant.ending}")

    def _grants(self, cursor: "Cursor", username: str) -> set[Grant]:
        cursor.execute(f"SHOW GRANTS FOR {self._account(username)}")
        grants = {Grant.parse(str(row[0]), username) for row in cursor.fetchall()}
        return {grant for grant in grants if grant != Grant(_NOTHING)}

    def _copy_default_roles(self, cursor: "Cursor", source: str, target: str) -> None:
        roles = self._default_roles(cursor, source)
        if roles != self._default_roles(cursor, target):
            cursor.execute(f"SET DEFAULT ROLE {', '.join(roles) or 'NONE'} TO {self._account(target)}")

    def _default_roles(self, cursor: "Cursor", username: str) -> list[str]:
        cursor.execute(
            "SELECT DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql.default_roles"
            " WHERE USER = %s AND HOST = '%%' ORDER BY 1, 2",
            (username,),
        )
        return [f"{self._connection.escape(user)}@{self._connection.escape(host)}" for user, host in cursor.fetchall()]

    def _account(self, username: str) -> str:
        return f"{self._connection.escape(username)}{_ANYWHERE}"


def _in_order(grants: set[Grant]) -> list[Grant]:
    return sorted(grants, key=lambda grant: (grant.what, grant.ending))
