"""Which event subscription hears of what."""

from typing import Any

from policies.engine.clusters import made
from policies.engine.facts import facts
from policies.engine.reading import items, truth
from policies.engine.stack import Resource, Stack
from policies.engine.topics import live_topic


def kinds() -> dict[str, Any]:
    """The categories of each kind of source: those that are `known`, and those that are `required`."""
    found: dict[str, Any] = facts("event_categories")["sources"]
    return found


def heard(kind: str, source: str | None, region: str | None, stack: Stack) -> set[str]:
    """The categories that a topic of this stack hears of a source's events; of all sources without `source`.

    A subscription without categories is for all of them, and one without sources for all of the kind's.
    """
    found: set[str] = set()
    for each in made(stack, "aws_db_event_subscription"):
        if each.region == region and _sound(each, stack) and _covers(each, kind, source, stack):
            categories = {stack.text(name) or "" for name in items(each.get("event_categories"))}
            found |= categories or set(kinds()[kind]["known"])
    return found


def _sound(subscription: Resource, stack: Stack) -> bool:
    enabled = truth(subscription.get("enabled", True)) is True
    return enabled and live_topic(subscription.get("sns_topic"), subscription, stack) is not None


def _covers(subscription: Resource, kind: str, source: str | None, stack: Stack) -> bool:
    # Without a source type a subscription is for the events of all of them.
    if subscription.get("source_type", kind) != kind:
        return False
    sources = [stack.text(each) for each in items(subscription.get("source_ids"))]
    return not sources or (source is not None and source in sources)
