"""Which calls list everything that an account holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.facts.reading import read_yaml

DELETED_KEY_STATES = frozenset({"PendingDeletion", "PendingReplicaDeletion"})
"""Of keys that are listed still and go of themselves.

https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html (checked 2026-11-26)
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """One call: `items` holds what it lists, `name` is an item's attribute that names it (None: it is the name).

    `except_` is a pattern of names that AWS puts there by itself, `default` an attribute that says so; `state` is the
    attribute that tells of what is `deleted` and still listed for a while.
    """

    service: str
    operation: str
    items: str
    name: str | None = None
    except_: str | None = None
    default: str | None = None
    state: str | None = None
    ends: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)


@cache
def listings() -> tuple[Listing, ...]:
    """The calls that each region is asked."""
    rows = read_yaml("inventory.yaml")["regional"]
    return tuple(
        Listing(**{("except_" if key == "except" else key): value for key, value in row.items()}) for row in rows
    )
