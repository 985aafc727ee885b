"""Accounts of MariaDB: roles without hosts, and an old password as a second way in."""

import hashlib
from collections.abc import Sequence

from sandbox.data_plane.families.family import REPLICATOR
from sandbox.data_plane.families.mariadb.differences import differences
from sandbox.data_plane.families.master import Master
from sandbox.data_plane.families.mysql.accounts import rights
from sandbox.data_plane.families.sql import text
from sandbox.data_plane.servers.connection import Administration


class MariaDbAccounts:
    """It is a `families.family.Accounts`. Passwords reach the server as hashes: its logs keep statements."""

    def make_replicator(self, admin: Administration, password: str) -> None:  # noqa: D102
        admin.execute(f"CREATE USER IF NOT EXISTS {REPLICATOR}@'%' REQUIRE SSL")
        admin.execute(f"ALTER USER {REPLICATOR}@'%' {_by(hashed(password))} REQUIRE SSL")
        admin.execute(f"GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO {REPLICATOR}@'%'")

    def make_master(self, admin: Administration, user: str, password: str, database: str | None) -> None:  # noqa: D102
        Master(user, _by(hashed(password)), rights()["role"], _granted(), "FOR").make(admin, database)

    def change_password(self, admin: Administration, user: str, password: str) -> None:  # noqa: D102
        admin.execute(f"ALTER USER {text(user)}@'%' {_by(hashed(password), _first(admin, user))}")

    def discard_old_password(self, admin: Administration, user: str) -> None:  # noqa: D102
        admin.execute(f"ALTER USER {text(user)}@'%' {_by(_first(admin, user))}")


def hashed(password: str) -> str:
    """What `mysql_native_password` keeps of a password."""
    once = hashlib.sha1(password.encode()).digest()
    return f"*{hashlib.sha1(once).hexdigest().upper()}"


def _by(*hashes: str) -> str:
    ways = " OR ".join(f"mysql_native_password USING '{each}'" for each in hashes)
    return f"IDENTIFIED VIA {ways}"


def _first(admin: Administration, user: str) -> str:
    """The newest of an account's passwords."""
    query = "SELECT JSON_VALUE(Priv, '$.authentication_string') FROM mysql.global_priv WHERE User = %s AND Host = '%%'"
    return str(admin.value(query, [user]))


def _granted() -> Sequence[str]:
    return [each for each in rights()["static"] if each not in differences()["no_privileges"]]
