"""What Terraform has to be allowed, for each type of resource that a stack may hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class TypePermissions:
    """The actions on one type of resource: to plan it, to create and update it, and to delete it.

    `part` names the managed policy that they go into, `scope` the resources; `more` are actions that a
    write needs in another scope.
    """

    part: str
    scope: str
    read: tuple[str, ...]
    write: tuple[str, ...]
    delete: tuple[str, ...]
    more: Mapping[str, tuple[str, ...]]

    @property
    def changing(self) -> frozenset[str]:
        """Everything on the type's own scope, reading too."""
        return frozenset((*self.read, *self.write, *self.delete))


@dataclass(frozen=True, slots=True)
class Permissions:
    """The facts of `permissions.yaml`; scopes are patterns of ARNs with `{region}`, `{account}`, `{environment}`."""

    types: Mapping[str, TypePermissions]
    scopes: Mapping[str, tuple[str, ...]]
    unlimited: frozenset[str]
    global_services: frozenset[str]
    passed_to: tuple[str, ...]
    attachable: tuple[str, ...]
    service_linked: tuple[str, ...]
    grant_through: tuple[str, ...]
    use_through: tuple[str, ...]
    key_actions: tuple[str, ...]
    workload: tuple[str, ...]
    looking: tuple[str, ...]
    limits: Mapping[str, int]

    def parts(self) -> list[str]:
        """The names of all parts, sorted."""
        return sorted({each.part for each in self.types.values()})

    def is_global(self, action: str) -> bool:
        """Whether an action's service has one endpoint for all regions."""
        return action.split(":", maxsplit=1)[0] in self.global_services


@cache
def permissions() -> Permissions:
    """The facts of `permissions.yaml`."""
    data = read_yaml("permissions.yaml")
    limits = {name: value for name, value in data["limits"].items() if isinstance(value, int)}
    return Permissions(
        types={name: _type(each) for name, each in data["types"].items()},
        scopes={name: tuple(each) for name, each in data["scopes"].items()},
        unlimited=frozenset(data["unlimited"]),
        global_services=frozenset(data["global_services"]),
        passed_to=tuple(data["passed_to"]),
        attachable=tuple(data["attachable"]),
        service_linked=tuple(data["service_linked"]),
        grant_through=tuple(data["key_use"]["grant_through"]),
        use_through=tuple(data["key_use"]["use_through"]),
        key_actions=tuple(data["key_use"]["actions"]),
        workload=tuple(data["workload"]),
        looking=tuple(data["looking"]),
        limits=limits,
    )


def _type(data: Mapping[str, Any]) -> TypePermissions:
    def actions(name: str) -> tuple[str, ...]:
        given: Iterable[str] = data[name]
        return tuple(given)

    more = {scope: tuple(each) for scope, each in data.get("more", {}).items()}
    return TypePermissions(data["part"], data["scope"], actions("read"), actions("write"), actions("delete"), more)
