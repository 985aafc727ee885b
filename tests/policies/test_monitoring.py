"""The policies of logs, measures and alarms, case by case."""

from tests.policies.category import PoliciesOfACategory


class TestMonitoring(PoliciesOfACategory):
    category = "monitoring"
