"""The events that RDS and AWS Backup tell of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_FILE = Path(__file__).with_name("events.yaml")

SourceType = Literal["db-cluster", "db-instance", "db-cluster-snapshot", "backup-vault"]


@dataclass(frozen=True, slots=True)
class Events:
    """The event categories of one kind of source.

    `categories` are all that exist, `subscribed` those that the alerts topic gets, `source` the URL of the fact.
    """

    categories: tuple[str, ...]
    subscribed: tuple[str, ...]
    source: str


def events_of(source_type: SourceType) -> Events:
    """The categories of a kind of source, each list sorted."""
    return _sources()[source_type]


@cache
def _sources() -> Mapping[str, Events]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    sources = yaml.load(_FILE.read_bytes(), loader)["sources"]
    return {
        name: Events(tuple(sorted(facts["categories"])), tuple(sorted(facts["subscribed"])), facts["source"])
        for name, facts in sources.items()
    }
