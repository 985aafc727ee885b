"""KMS: the period of a key's rotation."""

import json
from typing import Any

from moto.kms.responses import KmsResponse

from sandbox.control_plane.extending import extend

DEFAULT_DAYS = 365


class KmsCalls(KmsResponse):
    """Keeps and tells how often a key is rotated.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
    """

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
