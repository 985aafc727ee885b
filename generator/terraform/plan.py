"""Plan JSON as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Action = Literal["create", "update", "replace", "delete", "read", "no-op"]
CHANGING: tuple[Action, ...] = ("create", "update", "replace", "delete")

_ACTIONS: dict[tuple[str, ...], Action] = {
    ("no-op",): "no-op",
    ("create",): "create",
    ("read",): "read",
    ("update",): "update",
    ("delete",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan does to one resource.

    `address` is the instance's (`aws_x.a["k"]`), `resource` the resource's in the render (`aws_x.a`).
    """

    address: str
    resource: str
    type: str
    action: Action


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of a plan, reads of data sources among them."""

    changes: tuple[Change, ...]

    def count(self, action: Action) -> int:
        """How many resources the plan does `action` to."""
        return sum(change.action == action for change in self.changes)


def read_plan(shown: Mapping[str, Any]) -> Plan:
    """The plan in the JSON that `terraform show` prints.

    Raises ValueError for an action that Terraform did not know when this was written.
    Source: https://developer.hashicorp.com/terraform/internals/json-format (checked 2026-11-22).
    """
    return Plan(tuple(_change(entry) for entry in shown.get("resource_changes", [])))


def _change(entry: Mapping[str, Any]) -> Change:
    prefix = "data." if entry["mode"] == "data" else ""
    return Change(
        entry["address"], f"{prefix}{entry['type']}.{entry['name']}", entry["type"], _action(entry["change"]["actions"])
    )


def _action(actions: Sequence[str]) -> Action:
    try:
        return _ACTIONS[tuple(actions)]
    except KeyError:
        raise ValueError(f"the plan has an action that Tidegate does not know: {', '.join(actions)}") from None
