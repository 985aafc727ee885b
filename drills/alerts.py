"""Each alarm goes to ALARM and back, each subscription gets an event, and the topic has the message.

An alarm is set off by the API that AWS has for tests of them, a subscription by a failover and a parameter's change.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html (checked 2026-11-25).
"""

import json
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from drills.arena import Arena
from drills.checkers import Verdict, alarming
from drills.cluster import Cluster

HEARD_SECONDS = 60
REASON = "Tidegate's alerts drill"


class Ear:
    """A queue of the drill's own that hears every topic; what it heard, by the text of the message."""

    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url
        self._heard: list[str] = []

    def heard(self, *words: str, seconds: float = HEARD_SECONDS) -> int:
        """How many messages hold all the words, as soon as there is one."""
        limit = time.monotonic() + seconds
        while True:
            count = sum(all(word in text for word in words) for text in self._heard)
            if count or time.monotonic() > limit:
                return count
            self._listen()

    def _listen(self) -> None:
        answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            self._heard.append(json.loads(message["Body"])["Message"])
            self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    session = arena.site.session(region=arena.subject.region)
    cloudwatch, rds = session.client("cloudwatch"), arena.cluster.rds
    alarms, subscriptions = _alarms(cloudwatch, arena.cluster), _subscriptions(rds, arena.cluster)
    topics = {action for alarm in alarms for action in alarm["AlarmActions"]}
    topics |= {each["SnsTopicArn"] for each in subscriptions}
    with _ear(session, arena.subject, sorted(topics)) as ear:
        for number, alarm in enumerate(alarms):
            _try(arena, number, "alarm", alarm["AlarmName"], partial(_set_off, cloudwatch, alarm, ear))
        if subscriptions:
            _cause_events(arena)
        for number, subscription in enumerate(subscriptions):
            told = partial(_told, ear, str(subscription.get("SourceType")))
            _try(arena, number, "event", str(subscription["CustSubscriptionId"]), told)
    return [alarming.check(arena.recorder.operations())]


def _told(ear: Ear, source: str) -> dict[str, Any]:
    """What a subscription to events of that type of source has led to."""
    return {"states": [], "messages": ear.heard(source)}


def _alarms(cloudwatch: Any, cluster: Cluster) -> list[dict[str, Any]]:
    """The alarms of the cluster and its members, and those that are made of others."""
    names = {cluster.identifier, *cluster.members()}
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm", "CompositeAlarm"]))
    metric = [each for page in pages for each in page.get("MetricAlarms", []) if names & _dimensions(each)]
    return [each for each in metric if each.get("AlarmActions")]


def _dimensions(alarm: dict[str, Any]) -> set[str]:
    own = list(alarm.get("Dimensions", []))
    for query in alarm.get("Metrics", []):
        own += query.get("MetricStat", {}).get("Metric", {}).get("Dimensions", [])
    return {each["Value"] for each in own}


def _subscriptions(rds: Any, cluster: Cluster) -> list[dict[str, Any]]:
    """The subscriptions to events of the cluster and its members."""
    names = {cluster.identifier, *cluster.members()}
    pages = rds.get_paginator("describe_event_subscriptions").paginate()
    found = [each for page in pages for each in page["EventSubscriptionsList"]]
    return [
        each
        for each in found
        if each.get("SourceType") in {"db-cluster", "db-instance"}
        and (not each.get("SourceIdsList") or names & set(each["SourceIdsList"]))
    ]


def _set_off(cloudwatch: Any, alarm: dict[str, Any], ear: Ear) -> dict[str, Any]:
    """Sends an alarm to ALARM and back; its states on the way, and the messages that it led to.

    The next evaluation may take an alarm out of ALARM before anybody looks, so the message is what shows it.
    """
    name = alarm["AlarmName"]
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason=REASON)
    messages = ear.heard(name, '"ALARM"')
    (seen,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    first = "ALARM" if messages else seen["StateValue"]
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason=REASON)
    (seen,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return {"states": [first, "ALARM" if seen["StateValue"] == "ALARM" else "OK"], "messages": messages}


def _cause_events(arena: Arena) -> None:
    """A failover, which the cluster and its members tell of."""
    cluster = arena.cluster
    before = cluster.writer().identifier
    with arena.fault("failover", before):
        cluster.failover()
        cluster.wait(lambda: cluster.writer().identifier != before, seconds=120, what="another writer")
    cluster.wait(cluster.healthy, seconds=900, what="three members that are available")


def _try(arena: Arena, process: int, name: str, asked: str, what: Any) -> None:
    arena.tell(asked)
    arena.recorder.record("invoke", process, alarming.CHECK, name, asked)
    try:
        answer = what()
    except ClientError as error:
        arena.recorder.record("fail", process, alarming.CHECK, name, error=str(error))
    else:
        arena.recorder.record("ok", process, alarming.CHECK, name, answer)


@contextmanager
def _ear(session: Any, subject: Any, topics: Sequence[str]) -> Iterator[Ear]:
    """A queue that is subscribed to the topics; both are gone behind the block."""
    sqs, sns = session.client("sqs"), session.client("sns")
    url = sqs.create_queue(QueueName=f"tidegate-drill-{secrets.token_hex(4)}")["QueueUrl"]
    subscribed: list[str] = []
    try:
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _policy(arn, subject.account)})
        for topic in topics:
            made = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True)
            subscribed.append(made["SubscriptionArn"])
        yield Ear(sqs, url)
    finally:
        for subscription in subscribed:
            sns.unsubscribe(SubscriptionArn=subscription)
        sqs.delete_queue(QueueUrl=url)


def _policy(queue: str, account: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
