"""Plan JSON as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["create", "update", "replace", "delete", "forget", "read", "no-op"]
CHANGING: tuple[Action, ...] = ("create", "update", "replace", "delete", "forget")

_ACTIONS: dict[tuple[str, ...], Action] = {
    ("no-op",): "no-op",
    ("create",): "create",
    ("read",): "read",
    ("update",): "update",
    ("delete",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("create", "forget"): "replace",
    ("forget",): "forget",
}
_Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan does to one resource.

    `address` is the instance's (`aws_x.a["k"]`), `resource` the resource's in the render (`aws_x.a`). `before` and
    `after` are its values by argument, empty where there is none; `unknown` names arguments that only the apply will
    know, `forced_by` those (`storage_type`, `ingress[0].cidr`) that force a replacement.
    """

    address: str
    resource: str
    type: str
    action: Action
    before: _Values = field(default_factory=dict, hash=False, repr=False)
    after: _Values = field(default_factory=dict, hash=False, repr=False)
    unknown: frozenset[str] = frozenset()
    forced_by: tuple[str, ...] = ()

    @property
    def changed(self) -> tuple[str, ...]:
        """The arguments that are another value afterwards, or may be, in alphabetical order."""
        names = {*self.before, *self.after, *self.unknown}
        return tuple(name for name in sorted(names) if self.changes(name))

    def changes(self, argument: str) -> bool:
        """Whether the argument is another value afterwards, or may be."""
        return argument in self.unknown or self.before.get(argument) != self.after.get(argument)


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
    change = entry["change"]
    unknown = change.get("after_unknown") or {}
    return Change(
        entry["address"],
        f"{prefix}{entry['type']}.{entry['name']}",
        entry["type"],
        _action(change["actions"]),
        before=change.get("before") or {},
        after=change.get("after") or {},
        unknown=frozenset(name for name, value in unknown.items() if value is True),
        forced_by=tuple(_written(path) for path in change.get("replace_paths") or ()),
    )


def _written(path: Sequence[str | int]) -> str:
    """`ingress[0].cidr`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def _action(actions: Sequence[str]) -> Action:
    try:
        return _ACTIONS[tuple(actions)]
    except KeyError:
        raise ValueError(f"the plan has an action that Tidegate does not know: {', '.join(actions)}") from None
