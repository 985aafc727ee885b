"""One single-region customer-managed key for each kind of data, and who may use it."""

from dataclasses import dataclass

from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey

from generator.spec.model import Environment
from modules.encryption.key_policies import key_policy
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct, TerraformResourceLifecycle

ROTATION_DAYS = 365
DELETION_WINDOW_DAYS = 30

PURPOSES = {
    "storage": "data, automated backups and snapshots of the databases",
    "secrets": "the master users' and the applications' secrets",
    "insights": "Database Insights",
    "logs": "log groups",
    "backups": "the backup vault",
    "alerts": "messages of alarms and events",
}


@dataclass(frozen=True, slots=True)
class Keys:
    """ARNs of the cell's keys, by what they encrypt."""

    storage: str
    secrets: str
    insights: str
    logs: str
    backups: str
    alerts: str


class Encryption(Part):
    """The cell's keys. None is multi-region: key material stays where the data is.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html
    (checked 2026-11-22).
    """

    def __init__(self, scope: Construct, environment: Environment, register: Register) -> None:
        super().__init__(scope, "encryption", register)
        self._environment = environment
        self.keys = Keys(**{purpose: self._key(purpose, what) for purpose, what in PURPOSES.items()})

    def _key(self, purpose: str, what: str) -> str:
        environment = self._environment
        statements = key_policy(
            purpose, environment.region, environment.account_id, retirable=not environment.deletion_protection
        )
        key: KmsKey = self.add(
            KmsKey,
            purpose,
            spec="region",
            description=f"{environment.environment}: {what}",
            policy=self.policy(f"key-{purpose}", statements, spec="account_id"),
            enable_key_rotation=True,
            rotation_period_in_days=ROTATION_DAYS,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            multi_region=False,
            tags={"Name": f"{environment.environment}-{purpose}"},
            lifecycle=TerraformResourceLifecycle(prevent_destroy=environment.deletion_protection),
            attributes={"lifecycle.prevent_destroy": "deletion_protection"},
        )
        self.add(
            KmsAlias,
            purpose,
            spec="environment",
            name=f"alias/{environment.environment}/{purpose}",
            target_key_id=key.key_id,
        )
        return str(key.arn)
