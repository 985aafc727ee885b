"""The policies of what data is encrypted under, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestEncryption(PoliciesOfACategory):
    category = "encryption"
