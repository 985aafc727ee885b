"""Changes by hand of logs, alarms and events."""

from collections.abc import Iterator

from tests.integration.breaks.account import Account
from tests.integration.breaks.registering import breaks, modify


@breaks("LIVE501")
def a_log_is_kept_for_a_day(account: Account) -> Iterator[None]:
    logs, name = account.client("logs"), "/aws/rds/cluster/orders/error"
    logs.put_retention_policy(logGroupName=name, retentionInDays=1)
    yield
    logs.put_retention_policy(logGroupName=name, retentionInDays=400)


@breaks("LIVE502")
def an_alarm_is_silenced(account: Account) -> Iterator[None]:
    cloudwatch, names = account.client("cloudwatch"), [f"{account.name}-orders-failed-iam-logins"]
    cloudwatch.disable_alarm_actions(AlarmNames=names)
    yield
    cloudwatch.enable_alarm_actions(AlarmNames=names)


@breaks("LIVE503")
def the_lag_may_be_an_hour(account: Account) -> Iterator[None]:
    cloudwatch, name = account.client("cloudwatch"), f"{account.name}-orders-instance-2-replica-lag"
    found = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]
    own = {"AlarmArn", "AlarmConfigurationUpdatedTimestamp"}
    kept = {key: value for key, value in found.items() if key not in own and not key.startswith("State")}
    kept = {key: value for key, value in kept.items() if value != "" and value is not None}
    cloudwatch.put_metric_alarm(**{**kept, "Threshold": 3600})
    yield
    cloudwatch.put_metric_alarm(**kept)


@breaks("LIVE504")
def nobody_hears(account: Account) -> Iterator[None]:
    sns = account.client("sns")
    (subscription,) = sns.list_subscriptions_by_topic(TopicArn=account.topic)["Subscriptions"]
    sns.unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    yield
    sns.subscribe(TopicArn=account.topic, Protocol="email", Endpoint=subscription["Endpoint"])


@breaks("LIVE505")
def events_are_switched_off(account: Account) -> Iterator[None]:
    rds, name = account.client("rds"), f"{account.name}-orders-db-cluster"
    rds.modify_event_subscription(SubscriptionName=name, Enabled=False)
    yield
    rds.modify_event_subscription(SubscriptionName=name, Enabled=True)


@breaks("LIVE506")
def monitoring_slows_down(account: Account) -> Iterator[None]:
    yield from modify(account, {"MonitoringInterval": 60}, {"MonitoringInterval": 15})
