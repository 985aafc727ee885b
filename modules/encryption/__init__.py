"""The cell's customer-managed keys."""

from modules.encryption.encryption import Encryption, Keys

__all__ = ["Encryption", "Keys"]
