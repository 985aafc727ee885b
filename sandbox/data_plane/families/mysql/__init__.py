"""Oracle MySQL from 8.0.30 on: everything that a Multi-AZ DB cluster does."""

from sandbox.data_plane.families.family import Family
from sandbox.data_plane.families.mysql.accounts import MySqlAccounts
from sandbox.data_plane.families.mysql.data import MySqlData
from sandbox.data_plane.families.mysql.replication import MySqlReplication
from sandbox.data_plane.families.mysql.settings import MySqlSettings

MYSQL = Family(MySqlSettings(), MySqlData(), MySqlReplication(), MySqlAccounts())
