"""The policies of connections, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestTransit(PoliciesOfACategory):
    category = "transit"
