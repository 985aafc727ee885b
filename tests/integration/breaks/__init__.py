"""Changes behind Terraform's back: for each assertion one that it must find, and the way back."""

from tests.integration.breaks import access, backups, defaults, encryption, network, observation, residency, shape
from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import BREAKS, broken

__all__ = [
    "BREAKS",
    "Account",
    "access",
    "backups",
    "broken",
    "defaults",
    "encryption",
    "network",
    "observation",
    "residency",
    "shape",
]
