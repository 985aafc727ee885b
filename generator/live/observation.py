"""What is logged, measured and told."""

from collections.abc import Iterator

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_LOGS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html"
_ALARMS = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
_EVENTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.html"
_INSIGHTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.html"


@assertion(501, "Every log of the spec is exported, and kept as long as it says", _LOGS)
def logs(live: Live) -> Iterator[Fault]:
    """A log group that RDS makes by itself keeps its lines for ever, without a key of ours."""
    groups = {each["logGroupName"]: each for each in live.items("logs", "describe_log_groups", "logGroups")}
    for name, database, path in live.databases:
        exported = live.cluster(name).get("EnabledCloudwatchLogsExports", [])
        for log in database.logs.exports:
            if log not in exported:
                yield Fault(f"{path}.logs.exports", f"{name} does not export the {log} log", name)
            group = groups.get(f"/aws/rds/cluster/{name}/{log}")
            days = group.get("retentionInDays") if group else None
            if days != database.logs.retention_days:
                kept = f"kept for {days or 'ever' if group else 'no'} days"
                yield Fault(f"{path}.logs.retention_days", f"the {log} log of {name} is {kept}", name)


@assertion(502, "Every alarm is armed, and reaches the topic", _ALARMS)
def alarms(live: Live) -> Iterator[Fault]:
    """Alarms whose actions were switched off for a while tend to stay so."""
    found = live.items("cloudwatch", "describe_alarms", "MetricAlarms", AlarmNamePrefix=f"{live.name}-")
    found = found + live.items("cloudwatch", "describe_alarms", "CompositeAlarms", AlarmNamePrefix=f"{live.name}-")
    for alarm in found:
        name = alarm["AlarmName"]
        if not alarm.get("ActionsEnabled"):
            yield Fault("databases", f"the actions of {name} are switched off", name)
        if live.topic() not in alarm.get("AlarmActions", []):
            yield Fault("owner.email", f"{name} does not reach {live.topic()}", name)


@assertion(503, "The lag of each member has an alarm at the spec's objective", _ALARMS)
def lag_alarms(live: Live) -> Iterator[Fault]:
    """A failover takes as long as the slower reader needs to catch up."""
    found = live.items("cloudwatch", "describe_alarms", "MetricAlarms", AlarmNamePrefix=f"{live.name}-")
    lag = {
        dimension["Value"]: alarm
        for alarm in found
        if alarm.get("MetricName") == "ReplicaLag"
        for dimension in alarm.get("Dimensions", [])
    }
    for name, database, path in live.databases:
        wanted = database.alarms.get("ReplicaLag", database.objectives.replica_lag_seconds)
        for member in live.members(name):
            alarm = lag.get(member["DBInstanceIdentifier"])
            at = f"{path}.objectives.replica_lag_seconds"
            if alarm is None:
                said = f"{member['DBInstanceIdentifier']} has no alarm for its lag"
                yield Fault(at, said, member["DBInstanceIdentifier"])
            elif alarm["Threshold"] != wanted:
                said = f"{alarm['AlarmName']} goes off at {alarm['Threshold']:g}, and the spec says {wanted}"
                yield Fault(at, said, alarm["AlarmName"])


@assertion(504, "Somebody hears of alarms and events", _ALARMS)
def subscribers(live: Live) -> Iterator[Fault]:
    """An address that has not confirmed hears of nothing: AWS sends a message that somebody has to answer."""
    wanted = {live.environment.owner.email, *live.environment.alerts.emails}
    found = live.items("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=live.topic())
    heard = {each["Endpoint"] for each in found if each["Protocol"] == "email"}
    yield from (Fault("owner.email", f"{each} hears of no alarm", live.topic()) for each in sorted(wanted - heard))


@assertion(505, "Events of the cluster and its members reach the topic", _EVENTS)
def events(live: Live) -> Iterator[Fault]:
    """Failovers, failures and maintenance are events, not metrics."""
    found = live.items("rds", "describe_event_subscriptions", "EventSubscriptionsList")
    live_ones = [each for each in found if each.get("Enabled") and each.get("SnsTopicArn") == live.topic()]
    for name, _, path in live.databases:
        members = [each["DBInstanceIdentifier"] for each in live.members(name)]
        for kind, sources in (("db-cluster", [name]), ("db-instance", members)):
            heard = {
                source
                for each in live_ones
                if each.get("SourceType") == kind
                for source in each.get("SourceIdsList") or sources
            }
            for source in sorted({*sources} - heard):
                yield Fault(path, f"events of {source} reach nobody", source)


@assertion(506, "Database Insights and Enhanced Monitoring run as the spec says", _INSIGHTS)
def insights(live: Live) -> Iterator[Fault]:
    """Without them, nobody can say afterwards what a database was busy with."""
    for name, database, path in live.databases:
        cluster = live.cluster(name)
        wanted = {
            "DatabaseInsightsMode": (database.insights.mode, "insights.mode"),
            "PerformanceInsightsEnabled": (True, "insights"),
            "PerformanceInsightsRetentionPeriod": (database.insights.retention_days, "insights.retention_days"),
            "MonitoringInterval": (database.monitoring.interval_seconds, "monitoring.interval_seconds"),
        }
        for attribute, (value, below) in wanted.items():
            if cluster.get(attribute) != value:
                said = f"{attribute} of {name} is {cluster.get(attribute)}, and the spec says {value}"
                yield Fault(f"{path}.{below}", said, name)
