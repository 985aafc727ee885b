"""MySQL as the rotation function meets it: a seam for tests at PyMySQL's `connect`.

It keeps accounts in memory and enforces logins: an unknown name, a wrong password, a locked account and a connection
without verified TLS are refused, and only the master user changes accounts. It knows the statements that the function
sends and refuses any other. That a real server takes them is for the data plane's tests to prove.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pymysql
from pymysql.converters import escape_string

WRITER, READER = "orders.cluster-1.example.com", "orders.cluster-ro-1.example.com"
MASTER, MASTER_PASSWORD = "dbadmin", 'master\'s "password"'
CA_BUNDLE = "bundle.pem"

_TEXT = r"'((?:[^'\\]|\\.)*)'"
_ACCOUNT = rf"{_TEXT}@'%'"
_ESCAPES = {"n": "\n", "r": "\r", "0": "\0", "Z": "\x1a"}

Rows = list[tuple[object, ...]]


@dataclass
class Account:
    """A row of mysql.user, and what the account may do."""

    password: str
    locked: bool = False
    tls: bool = False
    grants: list[str] = field(default_factory=list)
    default_roles: list[tuple[str, str]] = field(default_factory=list)


class InMemoryServer:
    """The endpoints of one database; `connect` takes the place of `pymysql.connect`.

    The reader admits nobody for the first `reader_lag` logins. `failing` raises for a statement that it matches,
    as MySQL does: with the statement in the message.
    """

    def __init__(self) -> None:
        self.accounts = {MASTER: Account(MASTER_PASSWORD, tls=True)}
        self.statements: list[str] = []
        self.open_connections = 0
        self.reader_lag = 0
        self.failing: Callable[[str], bool] = lambda _statement: False

    def connect(self, **options: Any) -> Any:
        """Logs in, or raises what PyMySQL raises."""
        verified = options["ssl_ca"] == CA_BUNDLE and options["ssl_verify_cert"] and options["ssl_verify_identity"]
        if not verified or options["host"] not in (WRITER, READER):
            raise pymysql.OperationalError(2003, "certificate verify failed")
        if options["host"] == READER and self.reader_lag > 0:
            self.reader_lag -= 1
            raise pymysql.OperationalError(1045, "Access denied")
        account = self.accounts.get(options["user"])
        if account is None or account.password != options["password"]:
            raise pymysql.OperationalError(1045, f"Access denied for user '{options['user']}'")
        if account.locked:
            raise pymysql.OperationalError(3118, "Account is locked")
        self.open_connections += 1
        return _Connection(self, options["user"])

    def run(self, user: str, statement: str, arguments: tuple[str, ...]) -> Rows:
        """Runs a statement as `user`."""
        self.statements.append(statement)
        if self.failing(statement):
            raise pymysql.ProgrammingError(1064, f"You have an error in your SQL syntax near '{statement}'")
        if statement == "SELECT 1":
            return [(1,)]
        if user != MASTER:
            raise pymysql.OperationalError(1227, "Access denied; you need the CREATE USER privilege")
        for pattern, action in _ACTIONS.items():
            if found := re.fullmatch(pattern, statement, re.DOTALL):
                return action(self, *(_unescaped(group or "") for group in found.groups()), *arguments)
        raise pymysql.ProgrammingError(1064, f"You have an error in your SQL syntax near '{statement}'")

    def create(self, name: str, password: str) -> Rows:
        self.accounts.setdefault(name, Account(password, locked=True, tls=True))
        return []

    def alter(self, name: str, password: str) -> Rows:
        account = self._account(name)
        account.password, account.locked, account.tls = password, False, True
        return []

    def show_grants(self, name: str) -> Rows:
        grantee = "`{}`@`%`".format(name.replace("`", "``"))
        rows = ["GRANT USAGE ON *.* TO {}", *self._account(name).grants]
        return [(row.replace("{}", grantee),) for row in rows]

    def grant(self, what: str, name: str, ending: str) -> Rows:
        self._account(name).grants.append(f"GRANT {what} TO {{}}{ending}")
        return []

    def revoke_all(self, name: str) -> Rows:
        account = self._account(name)
        account.grants = [grant for grant in account.grants if grant.startswith("GRANT `")]
        return []

    def revoke_role(self, role: str, name: str) -> Rows:
        account = self._account(name)
        account.grants = [grant for grant in account.grants if not grant.startswith(f"GRANT {role} TO")]
        return []

    def show_default_roles(self, name: str) -> Rows:
        return [tuple(role) for role in self._account(name).default_roles]

    def set_default_roles(self, roles: str, name: str) -> Rows:
        found = re.findall(rf"{_TEXT}@{_TEXT}", roles)
        self._account(name).default_roles = [(_unescaped(role), _unescaped(host)) for role, host in found]
        return []

    def nothing(self) -> Rows:
        return []

    def _account(self, name: str) -> Account:
        if name not in self.accounts:
            raise pymysql.OperationalError(1141, "There is no such grant defined")
        return self.accounts[name]


_IDENTIFIED = rf"{_ACCOUNT} IDENTIFIED WITH caching_sha2_password BY {_TEXT} REQUIRE SSL"
_ACTIONS: dict[str, Callable[..., Rows]] = {
    "SET SESSION sql_quote_show_create = ON": InMemoryServer.nothing,
    rf"CREATE USER IF NOT EXISTS {_IDENTIFIED} ACCOUNT LOCK": InMemoryServer.create,
    rf"ALTER USER {_IDENTIFIED} ACCOUNT UNLOCK": InMemoryServer.alter,
    rf"SHOW GRANTS FOR {_ACCOUNT}": InMemoryServer.show_grants,
    rf"GRANT (.+) TO {_ACCOUNT}( WITH GRANT OPTION| WITH ADMIN OPTION)?": InMemoryServer.grant,
    rf"REVOKE ALL PRIVILEGES, GRANT OPTION FROM {_ACCOUNT}": InMemoryServer.revoke_all,
    rf"REVOKE (`.+`@`.+`) FROM {_ACCOUNT}": InMemoryServer.revoke_role,
    r"SELECT DEFAULT_ROLE_USER, DEFAULT_ROLE_HOST FROM mysql\.default_roles .+": InMemoryServer.show_default_roles,
    rf"SET DEFAULT ROLE (.+) TO {_ACCOUNT}": InMemoryServer.set_default_roles,
}


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text, flags=re.DOTALL)


class _Connection:
    def __init__(self, server: InMemoryServer, user: str) -> None:
        self._server = server
        self._user = user
        self._rows: Rows = []

    def escape(self, text: str) -> str:
        return f"'{escape_string(text)}'"

    def cursor(self) -> "_Connection":
        return self

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_raised: object) -> None:
        """Closes the cursor; the connection stays open."""

    def execute(self, statement: str, arguments: tuple[str, ...] = ()) -> None:
        self._rows = self._server.run(self._user, statement, arguments)

    def fetchall(self) -> Rows:
        return self._rows

    def close(self) -> None:
        self._server.open_connections -= 1
