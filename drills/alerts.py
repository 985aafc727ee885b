"""Each alarm goes to ALARM and back, each subscription gets an event, and the topic has the message.

An alarm is set off by the API that AWS has for tests of them, one that is made of others by each of these in turn, a
subscription by a failover.
Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html (checked 2026-11-25).
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from drills.arena import Arena
from drills.checkers import Verdict, alarming
from drills.cluster import Cluster, Handover

HEARD_SECONDS = 60
QUIET_SECONDS = 300
ALARM = re.compile(r"""\bALARM\s*\(\s*(?:["']([^"']+)["']|([^"')]+))\s*\)""")
REASON = "Tidegate's alerts drill"


class Ear:
    """A queue of the drill's own that hears every topic, and keeps what it heard."""

    def __init__(self, sqs: Any, url: str) -> None:
        self._sqs = sqs
        self._url = url
        self._heard: list[str] = []

    def now(self) -> int:
        """A moment, for `alarm` to count from."""
        return len(self._heard)

    def event(self, source: str) -> int:
        """How many messages tell of a source, as soon as there is one."""
        return self._wait(lambda text: source in text, 0)

    def alarm(self, name: str, state: str, since: int = 0) -> int:
        """How many messages since a moment tell that an alarm has gone to a state, as soon as there is one."""

        def told(text: str) -> bool:
            message = json.loads(text) if text.startswith("{") else {}
            return (message.get("AlarmName"), message.get("NewStateValue")) == (name, state)

        return self._wait(told, since)

    def _wait(self, wanted: Callable[[str], bool], since: int) -> int:
        limit = time.monotonic() + HEARD_SECONDS
        while True:
            count = sum(map(wanted, self._heard[since:]))
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
    alarms, subscriptions = _alarms(cloudwatch, arena), _subscriptions(rds, arena.cluster)
    composites = _composites(cloudwatch, [alarm["AlarmName"] for alarm in alarms])
    topics = {action for alarm in [*alarms, *composites] for action in alarm["AlarmActions"]}
    topics |= {each["SnsTopicArn"] for each in subscriptions}
    with _ear(session, arena.subject, sorted(topics)) as ear:
        for number, alarm in enumerate(alarms):
            _try(arena, number, "alarm", alarm["AlarmName"], partial(_set_off, cloudwatch, alarm, ear))
        for composite in composites:
            _wait_until_quiet(arena, cloudwatch, composite["AlarmName"])
            for number, below in enumerate(named(composite["AlarmRule"])):
                what = partial(_set_off_by, cloudwatch, composite["AlarmName"], below, ear)
                _try(arena, number, "composite", f"{composite['AlarmName']} by {below}", what)
        if subscriptions:
            _cause_events(arena)
        for number, subscription in enumerate(subscriptions):
            told = partial(_told, ear, str(subscription.get("SourceType")))
            _try(arena, number, "event", str(subscription["CustSubscriptionId"]), told)
    return [alarming.check(arena.recorder.operations())]


def named(rule: str) -> list[str]:
    """The alarms whose ALARM a rule of a composite alarm waits for, by their names."""
    found = ALARM.findall(rule)
    return [(quoted or bare).strip().rpartition(":alarm:")[2] for quoted, bare in found]


def _told(ear: Ear, source: str) -> dict[str, Any]:
    """What a subscription to events of that type of source has led to."""
    return {"states": [], "messages": ear.event(source)}


def _alarms(cloudwatch: Any, arena: Arena) -> list[dict[str, Any]]:
    """The alarms on the cluster, its members, its logs and its rotations."""
    names = {arena.cluster.identifier, *arena.cluster.members()}
    own = f"{arena.subject.environment}-{arena.subject.cluster}-"
    found = _described(cloudwatch, "MetricAlarm")
    return [each for each in found if names & _dimensions(each) or each["AlarmName"].startswith(own)]


def _composites(cloudwatch: Any, alarms: Sequence[str]) -> list[dict[str, Any]]:
    """The alarms that are made of some of `alarms`."""
    return [each for each in _described(cloudwatch, "CompositeAlarm") if set(named(each["AlarmRule"])) & set(alarms)]


def _described(cloudwatch: Any, kind: str, **which: Any) -> list[dict[str, Any]]:
    pages = cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=[kind], **which)
    found = [each for page in pages for each in page.get(f"{kind}s", [])]
    return [each for each in found if each.get("AlarmActions")]


def _state(cloudwatch: Any, kind: str, name: str) -> str:
    (state,) = [each["StateValue"] for each in _described(cloudwatch, kind, AlarmNames=[name])]
    return str(state)


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
    name, since = alarm["AlarmName"], ear.now()
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason=REASON)
    messages = ear.alarm(name, "ALARM", since)
    first = "ALARM" if messages else _state(cloudwatch, "MetricAlarm", name)
    cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason=REASON)
    last = _state(cloudwatch, "MetricAlarm", name)
    return {"states": [first, "ALARM" if last == "ALARM" else "OK"], "messages": messages}


def _set_off_by(cloudwatch: Any, composite: str, below: str, ear: Ear) -> dict[str, Any]:
    """Sends an alarm to ALARM and back; the states of the composite alarm above it, and its messages."""
    since = ear.now()
    cloudwatch.set_alarm_state(AlarmName=below, StateValue="ALARM", StateReason=REASON)
    messages = ear.alarm(composite, "ALARM", since)
    cloudwatch.set_alarm_state(AlarmName=below, StateValue="OK", StateReason=REASON)
    back = ear.alarm(composite, "OK", since) if messages else 0
    return {"states": ["ALARM" if messages else "OK", "OK" if back else "ALARM"], "messages": messages}


def _wait_until_quiet(arena: Arena, cloudwatch: Any, composite: str) -> None:
    """Waits until an alarm is off: of one that is on already, nobody sees what sets it off."""
    arena.cluster.wait(
        lambda: _state(cloudwatch, "CompositeAlarm", composite) != "ALARM",
        seconds=QUIET_SECONDS,
        what=f"an end of what {composite} tells of",
    )


def _cause_events(arena: Arena) -> None:
    """A failover, which the cluster and its members tell of."""
    cluster = arena.cluster
    handover = Handover(cluster)
    with arena.fault("failover", handover.before.identifier):
        cluster.failover()
        handover.wait(cluster.failover)
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
