"""AWS Backup: the cell's locked vault, and each database's plan."""

from modules.backup.backup import Backup
from modules.backup.vault import Vault, VaultOutputs

__all__ = ["Backup", "Vault", "VaultOutputs"]
