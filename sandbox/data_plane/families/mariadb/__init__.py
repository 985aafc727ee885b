"""MariaDB from 10.11 on, where no Oracle MySQL can be had: a marked, reduced set.

docs/servers.md has the table of what it lacks.
"""

from sandbox.data_plane.families.family import Family
from sandbox.data_plane.families.mariadb.accounts import MariaDbAccounts
from sandbox.data_plane.families.mariadb.data import MariaDbData
from sandbox.data_plane.families.mariadb.differences import differences
from sandbox.data_plane.families.mariadb.replication import MariaDbReplication
from sandbox.data_plane.families.mariadb.settings import MariaDbSettings

MARIADB = Family(
    MariaDbSettings(), MariaDbData(), MariaDbReplication(), MariaDbAccounts(), lacks=differences()["lacks"]
)
