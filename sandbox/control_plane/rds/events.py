"""What happened: rows of DescribeEvents, and messages to the topics that subscribed."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from moto.sns.models import sns_backends

from sandbox.control_plane.context import CONTEXT

if TYPE_CHECKING:
    from sandbox.control_plane.rds.backend import ClusterBackend

GUIDE = "http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html"
ARN_KINDS = {"db-cluster": "cluster", "db-instance": "db", "db-cluster-snapshot": "cluster-snapshot"}


@cache
def known() -> dict[str, dict[str, Any]]:
    """Event id -> categories and message."""
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("events.yaml").read_text())
    return loaded


@dataclass(slots=True)
class RdsEvent:
    """A row of DescribeEvents. Its id is in the message to the topic alone, as on AWS."""

    event_id: str
    source_identifier: str
    source_type: str
    message: str
    event_categories: list[str]
    source_arn: str
    date: datetime


def report(backend: "ClusterBackend", event_id: str, kind: str, source: str, name: str = "") -> None:
    """Keeps an event, and tells the subscribed topics. `name` is what the message names, where it names something.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
    """
    entry = known().get(event_id, {"categories": ["notification"], "message": "{name}"})
    arn = f"arn:{backend.partition}:rds:{backend.region_name}:{backend.account_id}:{ARN_KINDS[kind]}:{source}"
    message = entry["message"].format(name=name)
    event = RdsEvent(event_id, source, kind, message, entry["categories"], arn, CONTEXT.now())
    backend.events.append(event)
    for subscription in backend.event_subscriptions.values():
        if _wants(subscription, event):
            _publish(backend, subscription.sns_topic_arn, event)


def _wants(subscription: Any, event: RdsEvent) -> bool:
    # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
    if not subscription.enabled or subscription.source_type not in (None, event.source_type):
        return False
    if subscription.source_ids and event.source_identifier not in subscription.source_ids:
        return False
    categories = subscription.event_categories
    return not categories or bool(set(categories) & set(event.event_categories))


def _publish(backend: "ClusterBackend", topic: str, event: RdsEvent) -> None:
    sns = sns_backends[backend.account_id][topic.split(":")[3]]
    if topic not in sns.topics:
        return
    message = {
        "Event Source": event.source_type,
        "Event Time": f"{event.date:%Y-%m-%d %H:%M:%S.%f}"[:-3],
        "Identifier Link": f"https://console.aws.amazon.com/rds/home?region={backend.region_name}",
        "Source ID": event.source_identifier,
        "Source ARN": event.source_arn,
        "Event ID": f"{GUIDE}#{event.event_id}",
        "Event Message": event.message,
    }
    sns.publish(json.dumps(message), arn=topic, subject="RDS Notification Message")
