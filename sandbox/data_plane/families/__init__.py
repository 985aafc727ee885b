"""What differs between the families of servers that can stand behind a cluster."""

from sandbox.data_plane.families.family import Family
from sandbox.data_plane.families.mariadb import MARIADB
from sandbox.data_plane.families.mysql import MYSQL
from sandbox.data_plane.servers.distribution import Distribution

__all__ = ["Family", "family_of"]


def family_of(distribution: Distribution) -> Family:
    """How servers of a distribution are initialised, configured and talked to."""
    return MARIADB if distribution.product == "MariaDB" else MYSQL
