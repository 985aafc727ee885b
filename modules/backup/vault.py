"""The vault that the snapshots of all databases of the cell go to, and stay in."""

from collections.abc import Iterable
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.backup_vault import BackupVault
from cdktf_cdktf_provider_aws.backup_vault_lock_configuration import BackupVaultLockConfiguration
from cdktf_cdktf_provider_aws.backup_vault_notifications import BackupVaultNotifications
from cdktf_cdktf_provider_aws.backup_vault_policy import BackupVaultPolicy

from generator.facts.events import events_of
from generator.spec.model import Environment
from modules.backup.service_role import ServiceRole
from modules.encryption import Keys
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle

_CHANGE_OR_DELETE = (
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
)


@dataclass(frozen=True, slots=True)
class VaultOutputs:
    """References to the vault's name and to the role that AWS Backup takes snapshots with."""

    vault_name: str
    role_arn: str


class Vault(Part):
    """An encrypted vault with a lock; nothing is copied out of it or into it, and nobody deletes from it."""

    def __init__(
        self, scope: Construct, environment: Environment, register: Register, keys: Keys, topic_arn: str
    ) -> None:
        super().__init__(scope, "backup", register, part="vault")
        self._environment = environment
        vault: BackupVault = self.add(
            BackupVault,
            "vault",
            spec="vault",
            name=f"{environment.environment}-snapshots",
            kms_key_arn=keys.backups,
            force_destroy=False,
            lifecycle=TerraformResourceLifecycle(prevent_destroy=environment.deletion_protection),
            attributes={"lifecycle.prevent_destroy": "deletion_protection"},
        )
        name = str(vault.name)
        self._lock(name)
        self._restrict(name, str(vault.arn))
        self.add(
            BackupVaultNotifications,
            "vault",
            spec="vault",
            backup_vault_name=name,
            sns_topic_arn=topic_arn,
            backup_vault_events=list(events_of("backup-vault").subscribed),
        )
        self.outputs = VaultOutputs(name, ServiceRole(self, environment, register, keys).arn)

    def _lock(self, vault_name: str) -> None:
        vault = self._environment.vault
        # A lock with days to cool off becomes compliance mode when they are over; one without stays in governance
        # mode. https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html (checked 2026-11-22)
        compliance = vault.lock == "compliance"
        self.add(
            BackupVaultLockConfiguration,
            "vault",
            spec="vault.lock",
            backup_vault_name=vault_name,
            changeable_for_days=vault.cooling_off_days if compliance else None,
            min_retention_days=vault.min_retention_days,
            max_retention_days=vault.max_retention_days,
            attributes={
                "changeable_for_days": "vault.cooling_off_days" if compliance else "vault.lock",
                "min_retention_days": "vault.min_retention_days",
                "max_retention_days": "vault.max_retention_days",
            },
        )

    def _restrict(self, vault_name: str, vault_arn: str) -> None:
        policy = self.policy("vault", self._statements(vault_arn), spec="vault")
        self.add(BackupVaultPolicy, "vault", spec="vault", backup_vault_name=vault_name, policy=policy)

    def _statements(self, vault_arn: str) -> Iterable[Statement]:
        # A copy leads to another vault: another region's, or another account's.
        yield _denial("DenyCopyOut", ["backup:CopyFromBackupVault"], ["*"])
        yield _denial("DenyCopyIn", ["backup:CopyIntoBackupVault"], [vault_arn])
        if self._environment.deletion_protection:
            # Snapshots of RDS have ARNs of RDS, so the policy cannot name them.
            yield _denial("DenyDeletion", _CHANGE_OR_DELETE, ["*"])
            yield _denial("DenyUnlocking", ["backup:DeleteBackupVaultLockConfiguration"], [vault_arn])


def _denial(sid: str, actions: Iterable[str], resources: Iterable[str]) -> Statement:
    return Statement(sid=sid, effect="Deny", actions=actions, resources=resources, principals={"AWS": ["*"]})
