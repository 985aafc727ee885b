"""Database Insights, Enhanced Monitoring and alarms."""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.facts.alarms import alarm_metrics
from generator.facts.choices import choices
from generator.findings import Finding
from generator.rules.base import DatabaseRule, listed
from generator.rules.logs import nearest
from generator.spec.document import Path
from generator.spec.model import Database

_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"


class InsightsRetention(DatabaseRule):
    """Performance data is kept for a time that RDS knows."""

    id = "RDS043"
    title = "Performance data is kept for a number of days that RDS takes"
    source = _API
    explanation = (
        "RDS keeps performance data for 7 days, for 1 to 23 months of 31 days each, or for 731 days; 94 is refused."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a number that is not among them."""
        days = database.insights.retention_days
        if days not in choices().insights_retention_days:
            yield self.finding(
                (*path, "insights", "retention_days"),
                f"RDS cannot keep performance data for {days} days: it takes 7, a multiple of 31 up to 713, or 731",
                f"set databases.{path[1]}.insights.retention_days to "
                f"{nearest(days, choices().insights_retention_days)}",
            )


class AdvancedInsights(DatabaseRule):
    """Advanced Insights has the retention that it needs."""

    id = "RDS044"
    title = "Advanced Database Insights keep 465 days"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.TurningOnAdvanced.html"
    explanation = (
        "The advanced mode of Database Insights needs a retention of at least 465 days (15 months of 31 days). "
        "Terraform's plan accepts less, and AWS refuses the combination."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a shorter retention."""
        least = choices().advanced_insights_from_days
        if database.insights.mode == "advanced" and database.insights.retention_days < least:
            yield self.finding(
                self.written((*path, "insights", "retention_days"), (*path, "insights", "mode")),
                f"advanced Database Insights need at least {least} days, not {database.insights.retention_days}",
                f"set databases.{path[1]}.insights.retention_days to {least}, or insights.mode to standard",
            )


class MonitoringInterval(DatabaseRule):
    """Enhanced Monitoring samples at an interval that RDS knows."""

    id = "RDS045"
    title = "Enhanced Monitoring has an interval that RDS takes"
    source = _API
    explanation = "Enhanced Monitoring samples every 1, 5, 10, 15, 30 or 60 seconds, or not at all (0)."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on another interval."""
        seconds, taken = database.monitoring.interval_seconds, choices().monitoring_interval_seconds
        if seconds not in taken:
            yield self.finding(
                (*path, "monitoring", "interval_seconds"),
                f"Enhanced Monitoring cannot sample every {seconds} seconds",
                f"set databases.{path[1]}.monitoring.interval_seconds to {listed(taken)}",
            )


class AlarmMetric(DatabaseRule):
    """A threshold is set for a metric that has an alarm."""

    id = "RDS046"
    title = "Alarm thresholds name a metric that is watched"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html"
    explanation = (
        "`alarms` replaces thresholds by the name of a CloudWatch metric. A name that no alarm has changes nothing."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each unknown metric."""
        for metric in database.alarms:
            if metric not in alarm_metrics():
                near = get_close_matches(metric, alarm_metrics(), n=1)
                yield self.finding(
                    (*path, "alarms", metric),
                    f"no alarm watches a metric `{metric}`",
                    f"did you mean `{near[0]}`?" if near else "remove it; docs/spec.md lists the metrics",
                    key=True,
                )


class AlarmThreshold(DatabaseRule):
    """A threshold is a value that the metric can have."""

    id = "RDS047"
    title = "Alarm thresholds are values that the metric can have"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html"
    explanation = (
        "Metrics of RDS are not negative, and those in per cent do not exceed 100: an alarm with such a threshold "
        "would never go off, or always."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each threshold that cannot be reached."""
        for metric, threshold in database.alarms.items():
            percent = metric == "CPUUtilization" or metric.endswith(("%", "Percent"))
            if metric in alarm_metrics() and (threshold < 0 or (percent and threshold > 100)):
                yield self.finding(
                    (*path, "alarms", metric),
                    f"{metric} is never {'below 0' if threshold < 0 else 'above 100'}; the threshold is {threshold}",
                    f"set databases.{path[1]}.alarms.{metric} to a value that it can pass",
                )


RULES = (InsightsRetention, AdvancedInsights, MonitoringInterval, AlarmMetric, AlarmThreshold)
