"""The policies of who may do what, and of passwords, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestIdentity(PoliciesOfACategory):
    category = "identity"
