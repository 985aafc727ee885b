"""Database Insights is in its advanced mode."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.reading import number, truth
from policies.engine.stack import Resource, Stack, shown


class AdvancedInsights(ClusterPolicy):
    """Advanced, enabled, and with the retention that the mode asks for."""

    id = "CKV_TDG_507"
    title = "Database Insights is advanced, and keeps at least 465 days"
    category = "monitoring"
    why = (
        "Only the advanced mode keeps execution plans and on-demand analysis. It needs Performance Insights and 465 "
        "days; the plan accepts less, or neither, and AWS then refuses the cluster."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.TurningOnAdvanced.html"
    fix = "Remove insights from the database's part of the spec."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on each of mode, switch and retention that is not as it must be."""
        mode = resource.get("database_insights_mode")
        if stack.text(mode) != "advanced":
            message = f"database_insights_mode is {shown(mode)}, and not advanced"
            yield Violation(message, attribute="database_insights_mode")
        enabled = resource.get("performance_insights_enabled")
        if truth(enabled) is not True:
            message = f"performance_insights_enabled is {shown(enabled)}, and not true"
            yield Violation(message, attribute="performance_insights_enabled")
        insights = facts("observation")["insights"]
        given = resource.get("performance_insights_retention_period")
        days = number(given)
        if days not in insights["values"] or days < insights["advanced_from"]:
            message = f"performance_insights_retention_period is {shown(given)}, and none of RDS's from 465 days on"
            yield Violation(message, attribute="performance_insights_retention_period")


check = register(AdvancedInsights)
