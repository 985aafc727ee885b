"""What is watched of one database, and what the alerts topic hears of it."""

from cdktf_cdktf_provider_aws.cloudwatch_composite_alarm import CloudwatchCompositeAlarm
from cdktf_cdktf_provider_aws.cloudwatch_dashboard import CloudwatchDashboard
from cdktf_cdktf_provider_aws.cloudwatch_log_metric_filter import (
    CloudwatchLogMetricFilter,
    CloudwatchLogMetricFilterMetricTransformation,
)
from cdktf_cdktf_provider_aws.cloudwatch_metric_alarm import CloudwatchMetricAlarm
from cdktf_cdktf_provider_aws.db_event_subscription import DbEventSubscription

from generator.facts.alarms import PERIOD_SECONDS, Alarm, alarms, function_alarms
from generator.facts.events import SourceType, events_of
from generator.spec.model import Environment
from modules.cluster import ClusterOutputs
from modules.literals import expression
from modules.monitoring.dashboard import dashboard
from modules.monitoring.thresholds import thresholds
from modules.part import Part
from modules.register import Register
from modules.runbooks import address
from modules.runtime import Construct, TerraformIterator

_PERCENTILE = "p"
# Where in a database's part of the spec the measure of a threshold comes from.
_ORIGINS = {
    "iops": "storage.iops",
    "local_storage": "instance_class",
    "max_connections": "parameters",
    "memory": "instance_class",
    "network": "instance_class",
    "queue": "objectives",
    "read_latency": "objectives.read_latency_ms",
    "replica_lag": "objectives.replica_lag_seconds",
    "storage": "storage.size_gib",
    "throughput": "storage",
    "write_latency": "objectives.write_latency_ms",
}


class Monitoring(Part):
    """Alarms on each member, on the logs and on rotations, a composite alarm, event subscriptions and a dashboard.

    The alarms of one metric are one resource with an instance for each of the three members, whose names RDS
    makes of the cluster's.
    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html
    (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        environment: Environment,
        register: Register,
        cluster: ClusterOutputs,
        topic_arn: str,
        rotation_function: str | None = None,
    ) -> None:
        super().__init__(scope, "monitoring", register, database=name)
        self._name = name
        self._environment = environment
        self._cluster = cluster
        self._topic_arn = topic_arn
        self._thresholds = thresholds(environment.databases[name])
        self._prefix = f"{environment.environment}-{name}"
        # An export that the spec leaves out has no log group to count lines in.
        watched = [alarm for alarm in alarms() if alarm.log is None or alarm.log in cluster.log_groups]
        self._add_alarms(watched)
        if rotation_function:
            self._add_function_alarms(rotation_function)
        self._add_composite([alarm for alarm in watched if alarm.severity == "page"])
        self._add_subscription("db-cluster", [cluster.identifier])
        self._add_subscription("db-instance", list(cluster.member_identifiers))
        self._add_dashboard(watched)

    def _add_alarms(self, watched: list[Alarm]) -> None:
        members = TerraformIterator.from_list(list(self._cluster.member_identifiers))
        for alarm in watched:
            if alarm.log is None:
                self._add_member_alarm(alarm, members)
            else:
                self._add_log_alarm(alarm, self._cluster.log_groups[alarm.log])

    def _add_member_alarm(self, alarm: Alarm, members: TerraformIterator) -> None:
        member = expression("each.value")
        self._add_alarm(
            alarm,
            alarm_name=f"{self._environment.environment}-{member}-{alarm.name}",
            namespace="AWS/RDS",
            dimensions={"DBInstanceIdentifier": member},
            for_each=members,
        )

    def _add_log_alarm(self, alarm: Alarm, log_group: str) -> None:
        namespace = f"Tidegate/{self._environment.environment}/{self._name}"
        self.add(
            CloudwatchLogMetricFilter,
            alarm.name,
            spec=f"databases.{self._name}.logs.exports",
            name=f"{self._prefix}-{alarm.name}",
            log_group_name=log_group,
            pattern=alarm.pattern,
            metric_transformation=CloudwatchLogMetricFilterMetricTransformation(
                name=alarm.metric, namespace=namespace, value="1", default_value="0", unit="Count"
            ),
        )
        self._add_alarm(alarm, alarm_name=f"{self._prefix}-{alarm.name}", namespace=namespace)

    def _add_function_alarms(self, function: str) -> None:
        for alarm in function_alarms():
            self._add_alarm(
                alarm,
                alarm_name=f"{self._prefix}-{alarm.name}",
                namespace="AWS/Lambda",
                dimensions={"FunctionName": function},
            )

    def _add_alarm(self, alarm: Alarm, **which: object) -> None:
        side = "GreaterThanThreshold" if alarm.above else "LessThanThreshold"
        self.add(
            CloudwatchMetricAlarm,
            alarm.name,
            spec=f"databases.{self._name}.alarms",
            alarm_description=self._described(alarm),
            metric_name=alarm.metric,
            comparison_operator=side,
            threshold=self._thresholds.get(alarm.metric, alarm.threshold.share),
            period=PERIOD_SECONDS,
            evaluation_periods=alarm.datapoints,
            datapoints_to_alarm=alarm.datapoints,
            treat_missing_data=alarm.missing,
            alarm_actions=[self._topic_arn],
            ok_actions=[self._topic_arn],
            tags={"database": self._name, "severity": alarm.severity},
            attributes={"threshold": self._origin(alarm)},
            **_statistic(alarm),
            **which,
        )

    def _described(self, alarm: Alarm) -> str:
        return f"{alarm.severity.capitalize()}: {alarm.why} Runbook: {address(self._environment, alarm.runbook)}"

    def _origin(self, alarm: Alarm) -> str:
        """The spec path that an alarm's threshold came from."""
        overridden = alarm.metric in self._environment.databases[self._name].alarms
        below = f"alarms.{alarm.metric}" if overridden else _ORIGINS.get(alarm.threshold.of or "", "alarms")
        return f"databases.{self._name}.{below}"

    def _add_composite(self, paging: list[Alarm]) -> None:
        names = ", ".join(self._names_of(alarm) for alarm in paging)
        rule = f'join(" OR ", formatlist("ALARM(\\"%s\\")", concat({names})))'
        self.add(
            CloudwatchCompositeAlarm,
            "page",
            spec=f"databases.{self._name}",
            alarm_name=f"{self._prefix}-page",
            alarm_description=f"Page: one of the alarms of {self._name} that somebody must look at now; each of them "
            "names its runbook",
            alarm_rule=expression(rule),
            alarm_actions=[self._topic_arn],
            ok_actions=[self._topic_arn],
            tags={"database": self._name, "severity": "page"},
        )

    def _names_of(self, alarm: Alarm) -> str:
        address = f"aws_cloudwatch_metric_alarm.{self._name}_{alarm.name}"
        return f"[{address}.alarm_name]" if alarm.log else f"values({address})[*].alarm_name"

    def _add_subscription(self, source_type: SourceType, sources: list[str]) -> None:
        subscription = self.add(
            DbEventSubscription,
            source_type,
            spec=f"databases.{self._name}",
            name=f"{self._prefix}-{source_type}",
            sns_topic=self._topic_arn,
            source_type=source_type,
            source_ids=sources,
            event_categories=list(events_of(source_type).subscribed),
            tags={"database": self._name},
        )
        # The sources' names are known before they exist, and RDS refuses to subscribe to what does not exist.
        subscription.add_override("depends_on", [f"aws_rds_cluster.{self._name}"])

    def _add_dashboard(self, watched: list[Alarm]) -> None:
        self.add(
            CloudwatchDashboard,
            "dashboard",
            spec=f"databases.{self._name}",
            dashboard_name=self._prefix,
            dashboard_body=dashboard(
                self._name, self._environment, self._cluster.member_identifiers, watched, self._thresholds
            ),
        )


def _statistic(alarm: Alarm) -> dict[str, object]:
    if not alarm.statistic.startswith(_PERCENTILE):
        return {"statistic": alarm.statistic}
    # RDS sends one value a minute: with too few samples ignored, the alarm would never be evaluated.
    return {"extended_statistic": alarm.statistic, "evaluate_low_sample_count_percentiles": "evaluate"}
