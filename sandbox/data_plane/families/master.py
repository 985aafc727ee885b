"""The master user of a cluster, in the SQL that both families share."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.data_plane.families.sql import identifier, text
from sandbox.data_plane.servers.connection import Administration


@dataclass(frozen=True, slots=True)
class Master:
    """A master user to make, with what the family writes in its own way.

    `identified` is the clause that sets the password, `role` the role as the family writes it, `default` the word
    between a default role and its user.
    """

    user: str
    identified: str
    role: str
    granted: Sequence[str]
    default: str

    def make(self, admin: Administration, database: str | None) -> None:
        """Makes the user, its role, and the database that the cluster begins with. Raises pymysql.MySQLError."""
        name, granted = f"{text(self.user)}@'%'", ", ".join(self.granted)
        admin.execute(f"CREATE ROLE IF NOT EXISTS {self.role}")
        admin.execute(f"GRANT {granted} ON *.* TO {self.role} WITH GRANT OPTION")
        admin.execute(f"CREATE USER IF NOT EXISTS {name}")
        admin.execute(f"ALTER USER {name} {self.identified}")
        admin.execute(f"GRANT {granted} ON *.* TO {name} WITH GRANT OPTION")
        admin.execute(f"GRANT {self.role} TO {name} WITH ADMIN OPTION")
        admin.execute(f"SET DEFAULT ROLE {self.role} {self.default} {name}")
        if database:
            admin.execute(f"CREATE DATABASE IF NOT EXISTS {identifier(database)}")
