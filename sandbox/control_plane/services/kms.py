"""KMS: what a key is for where nobody says it, and the period of its rotation."""

import json
from typing import Any

from moto.kms.responses import KmsResponse

from sandbox.control_plane.extending import extend

DEFAULT_DAYS = 365
DEFAULT_USE = "ENCRYPT_DECRYPT"


class KmsCalls(KmsResponse):
    """Knows what AWS takes a key for, and keeps and tells how often it is rotated.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
    https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    """

    def create_key(self) -> str:
        """CreateKey, of a key that encrypts where no use is named."""
        made = json.loads(super().create_key())
        key = self.kms_backend.describe_key(made["KeyMetadata"]["KeyId"])
        key.key_usage = key.key_usage or DEFAULT_USE
        return json.dumps(key.to_dict())

    def enable_key_rotation(self) -> str:
        """EnableKeyRotation, with a period of 90 to 2560 days."""
        answer = super().enable_key_rotation()
        self._key().rotation_days = self._get_param("RotationPeriodInDays") or DEFAULT_DAYS
        return answer

    def get_key_rotation_status(self) -> str:
        """GetKeyRotationStatus."""
        status = json.loads(super().get_key_rotation_status())
        if status["KeyRotationEnabled"]:
            status["RotationPeriodInDays"] = getattr(self._key(), "rotation_days", DEFAULT_DAYS)
        return json.dumps(status)

    def _key(self) -> Any:
        return self.kms_backend.describe_key(self._get_param("KeyId"))


def register() -> None:
    """Extends moto's KMS."""
    extend("kms", responses={KmsResponse: KmsCalls})
