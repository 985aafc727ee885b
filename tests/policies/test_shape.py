"""The policies of the cluster's shape, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestShape(PoliciesOfACategory):
    category = "shape"
