"""The policies of who can reach the database, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestNetwork(PoliciesOfACategory):
    category = "network"
