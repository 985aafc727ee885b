"""Accounts of MySQL: dynamic privileges, roles with hosts, two passwords at a time."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from sandbox.data_plane.families.family import REPLICATOR
from sandbox.data_plane.families.master import Master
from sandbox.data_plane.families.sql import text
from sandbox.data_plane.servers.connection import ADMIN, Administration


class Rights(TypedDict):
    """What accounts.yaml holds."""

    role: str
    static: list[str]
    dynamic: list[str]


@cache
def rights() -> Rights:
    """The master user's rights, as RDS documents them."""
    read: Rights = yaml.safe_load(Path(__file__).with_name("accounts.yaml").read_text())
    return read


class MySqlAccounts:
    """It is a `families.family.Accounts`."""

    def make_replicator(self, admin: Administration, password: str) -> None:  # noqa: D102
        admin.execute(f"CREATE USER IF NOT EXISTS {REPLICATOR}@'%' REQUIRE SSL")
        admin.execute(f"ALTER USER {REPLICATOR}@'%' IDENTIFIED BY {text(password)} REQUIRE SSL")
        admin.execute(f"GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO {REPLICATOR}@'%'")
        # SYSTEM_USER: the master user can neither change nor drop them.
        admin.execute(f"GRANT SERVICE_CONNECTION_ADMIN, SYSTEM_USER ON *.* TO {REPLICATOR}@'%'")
        admin.execute(f"GRANT SYSTEM_USER ON *.* TO {ADMIN}@localhost")

    def make_master(self, admin: Administration, user: str, password: str, database: str | None) -> None:  # noqa: D102
        role = f"'{rights()['role']}'@'%'"
        Master(user, f"IDENTIFIED BY {text(password)}", role, _granted(admin), "TO").make(admin, database)

    def change_password(self, admin: Administration, user: str, password: str) -> None:  # noqa: D102
        admin.execute(f"ALTER USER {text(user)}@'%' IDENTIFIED BY {text(password)} RETAIN CURRENT PASSWORD")

    def discard_old_password(self, admin: Administration, user: str) -> None:  # noqa: D102
        admin.execute(f"ALTER USER {text(user)}@'%' DISCARD OLD PASSWORD")


def _granted(admin: Administration) -> Sequence[str]:
    known = {row["Privilege"].upper() for row in admin.rows("SHOW PRIVILEGES")}
    return [*rights()["static"], *(name for name in rights()["dynamic"] if name in known)]
