"""The master user's secret, which RDS makes, rotates and deletes."""

import json
from typing import TYPE_CHECKING

from moto.rds.models import MasterUserSecret

from sandbox.control_plane.rds.names import master_password

if TYPE_CHECKING:
    from sandbox.control_plane.rds.cluster import MultiAzCluster

ROTATION_DAYS = 7


class ManagedSecret(MasterUserSecret):
    """`rds!cluster-…`: user name and a random password, under the key that was asked for, rotated every seven days.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """

    resource: "MultiAzCluster"

    def __init__(self, cluster: "MultiAzCluster", kms_key_id: str | None) -> None:
        cluster.password = master_password()
        super().__init__(cluster, kms_key_id)
        self._status = "active"
        self.secret.rotation_requested = True
        self.secret.rotation_enabled = True
        self.secret.auto_rotate_after_days = ROTATION_DAYS

    @property
    def secret_status(self) -> str:
        """`active`, `rotating`, …; it does not change because somebody asked."""
        return str(self._status)

    @secret_status.setter
    def secret_status(self, value: str) -> None:
        self._status = value

    def _generate_secret_string(self) -> str:
        return json.dumps({"username": self.resource.master_username, "password": self.resource.password})

    def replace(self, password: str, version_id: str | None = None) -> None:
        """Puts a new password into a new current version."""
        text = json.dumps({"username": self.resource.master_username, "password": password})
        self.secretsmanager._add_secret(
            self.secret.secret_id,
            secret_string=text,
            description=self.secret.description,
            tags=self.secret.tags,
            version_id=version_id,
        )
