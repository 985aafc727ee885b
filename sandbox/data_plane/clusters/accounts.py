"""Accounts of a cluster: the master user with RDS's rights, and the one by which servers follow each other."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml
from pymysql.converters import escape_string

from sandbox.data_plane.clusters.replication import REPLICATOR
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


def make_replicator(admin: Administration, password: str) -> None:
    """The internal accounts of a new or a restored cluster; what they were before is overwritten."""
    admin.execute(f"CREATE USER IF NOT EXISTS {REPLICATOR}@'%' REQUIRE SSL")
    admin.execute(f"ALTER USER {REPLICATOR}@'%' IDENTIFIED BY {_text(password)} REQUIRE SSL")
    admin.execute(f"GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO {REPLICATOR}@'%'")
    # SYSTEM_USER: the master user can neither change nor drop them.
    admin.execute(f"GRANT SERVICE_CONNECTION_ADMIN, SYSTEM_USER ON *.* TO {REPLICATOR}@'%'")
    admin.execute(f"GRANT SYSTEM_USER ON *.* TO {ADMIN}@localhost")


def make_master(admin: Administration, user: str, password: str, database: str | None) -> None:
    """The master user with the rights that RDS gives, and the first database."""
    name, role = f"{_text(user)}@'%'", f"'{rights()['role']}'@'%'"
    admin.execute(f"CREATE ROLE IF NOT EXISTS {role}")
    granted = ", ".join(_granted(admin))
    admin.execute(f"GRANT {granted} ON *.* TO {role} WITH GRANT OPTION")
    admin.execute(f"CREATE USER IF NOT EXISTS {name}")
    admin.execute(f"ALTER USER {name} IDENTIFIED BY {_text(password)}")
    admin.execute(f"GRANT {granted} ON *.* TO {name} WITH GRANT OPTION")
    admin.execute(f"GRANT {role} TO {name} WITH ADMIN OPTION")
    admin.execute(f"SET DEFAULT ROLE {role} TO {name}")
    if database:
        admin.execute(f"CREATE DATABASE IF NOT EXISTS {_identifier(database)}")


def change_password(admin: Administration, user: str, password: str) -> None:
    """Gives a user a password; the one before opens a session too, until `discard_old_password`."""
    admin.execute(f"ALTER USER {_text(user)}@'%' IDENTIFIED BY {_text(password)} RETAIN CURRENT PASSWORD")


def discard_old_password(admin: Administration, user: str) -> None:
    """Ends the time in which two passwords open a session."""
    admin.execute(f"ALTER USER {_text(user)}@'%' DISCARD OLD PASSWORD")


def _granted(admin: Administration) -> Sequence[str]:
    known = {row["Privilege"].upper() for row in admin.rows("SHOW PRIVILEGES")}
    return [*rights()["static"], *(name for name in rights()["dynamic"] if name in known)]


def _text(value: str) -> str:
    return f"'{escape_string(value)}'"


def _identifier(name: str) -> str:
    doubled = name.replace("`", "``")
    return f"`{doubled}`"
