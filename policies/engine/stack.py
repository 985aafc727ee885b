"""One shape for what is judged, whether it comes from a render (`cdk.tf.json`) or from a plan's JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from policies.engine.values import UNKNOWN, Interpolation, Reference, Unknown, Value, holds_unknown, joined, shown

__all__ = [
    "UNKNOWN",
    "Context",
    "Interpolation",
    "Provider",
    "Reference",
    "Resource",
    "Stack",
    "Unknown",
    "UnreadableStackError",
    "Value",
    "holds_unknown",
    "shown",
]

Mode = Literal["managed", "data", "ephemeral"]
_STATE_TYPES = frozenset({"aws_s3_bucket", "aws_kms_key", "aws_kms_alias", "aws_iam_policy_document"})
_DELIVERY_TYPES = frozenset(
    {"aws_iam_role", "aws_iam_policy", "aws_iam_role_policy_attachment", "aws_iam_policy_document"}
)
_NAMES = ("arn", "id", "name", "identifier", "cluster_identifier", "bucket", "key_id", "alarm_name", "function_name")


class UnreadableStackError(ValueError):
    """What was given is no render and no plan, or holds what cannot be judged. The message is one line."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the environment is, and what it may hold, by its own word; a field is None where it does not say."""

    environment: str | None
    region: str | None
    account_id: str | None
    jurisdiction: str | None
    classification: str | None


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's configuration. `region` and `account` are None unless they can be told."""

    name: str
    region: str | None
    account: str | None
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def endpoints(self) -> list[Value]:
        """The blocks that send the provider elsewhere than to AWS's own endpoints."""
        found = self.values.get("endpoints")
        return found if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Resource:
    """One instance of a resource or data source.

    `address` has no instance key; `key` is that key (None without `for_each` and `count`), `keys` those of all
    instances. `certain` is false where it cannot be told whether, or how often, the resource will be there. `values`
    has each block as a list of objects, also a single one. `read` marks a data source that was read while planning.
    `written` are the arguments that the configuration has: others are AWS's own answers, of an earlier apply.
    `spec` is the spec path it came from (renders only).
    """

    address: str
    type: str
    name: str
    mode: Mode = "managed"
    region: str | None = None
    provider: str = "aws"
    account: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    key: str | None = None
    keys: tuple[str, ...] = ()
    certain: bool = True
    read: bool = False
    written: frozenset[str] = frozenset()
    spec: str | None = None

    def get(self, path: str, default: Value = None) -> Value:
        """The value at a dotted path ("master_user_secret.0.kms_key_id"); `default` where there is none, or null."""
        value: Value = dict(self.values)
        for step in path.split("."):
            value = _inside(value, step)
        return default if value is None else value

    def blocks(self, path: str) -> "list[dict[str, Value]]":
        """The blocks at a path; one without content for each that cannot be known."""
        found = self.get(path)
        items = found if isinstance(found, list) else [] if found is None else [found]
        return [item if isinstance(item, dict) else {} for item in items]


def _inside(value: Value, step: str) -> Value:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and step.isdecimal():
        return value[int(step)] if int(step) < len(value) else None
    return UNKNOWN if isinstance(value, (Unknown, Reference, Interpolation)) else None


@dataclass(frozen=True)
class Stack:
    """What is judged: every instance of every resource, the providers, and what the environment says of itself.

    `backend` is the state's ({"s3": {…}}), and known of renders only. `absent` are the addresses that are declared
    and have no instance (`count` of 0).
    """

    kind: Literal["render", "plan"]
    context: Context | None
    resources: tuple[Resource, ...]
    providers: Mapping[str, Provider] = field(default_factory=dict)
    outputs: Mapping[str, Value] = field(default_factory=dict)
    variables: Mapping[str, Value] = field(default_factory=dict)
    backend: Mapping[str, Value] | None = None
    absent: tuple[str, ...] = ()

    @cached_property
    def _by_type(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.type, []).append(resource)
        return found

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The types of all resources and data sources."""
        return tuple(self._by_type)

    @cached_property
    def by_address(self) -> Mapping[str, list[Resource]]:
        """The instances of each resource, by its address."""
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(resource.address, []).append(resource)
        return found

    @cached_property
    def holds_state(self) -> bool:
        """Whether this is the stack of a state bucket, by its having nothing else than that."""
        return bool(self.of("aws_s3_bucket")) and all(
            kind in _STATE_TYPES or kind.startswith("aws_s3_bucket_") for kind in self._by_type
        )

    @cached_property
    def delivers(self) -> bool:
        """Whether this is the stack of the roles that plan and apply another, by its having nothing else than those."""
        return bool(self.of("aws_iam_role")) and _DELIVERY_TYPES.issuperset(self._by_type)

    def of(self, *types: str) -> list[Resource]:
        """The resources and data sources of these types."""
        return [resource for kind in types for resource in self._by_type.get(kind, [])]

    def having(self, text: str, attribute: str, kind: str) -> list[Resource]:
        """The resources of a type whose attribute comes to a text."""
        if (kind, attribute) not in self._texts:
            found: dict[str | None, list[Resource]] = {}
            for resource in self.of(kind):
                found.setdefault(self.text(resource.get(attribute)), []).append(resource)
            self._texts[kind, attribute] = found
        return self._texts[kind, attribute].get(text, [])

    @cached_property
    def _texts(self) -> dict[tuple[str, str], dict[str | None, list[Resource]]]:
        return {}

    def target(self, value: Value, *types: str) -> Resource | None:
        """The resource that a reference leads to, or whose known ARN, id or name a text is; None if there is none.

        `types` are those that it may have; without any, every type (then only references are followed).
        """
        if isinstance(value, Reference):
            return self._referred(value, types)
        text = self.text(value)
        if text is None:
            return None
        return next((found for found in self.of(*types) if text in _known_names(found)), None)

    def text(self, value: Value) -> str | None:
        """The text that a value is known to come to, with references to known attributes followed; or None."""
        found = self._resolved(value, ())
        return found if isinstance(found, str) else None

    def _referred(self, reference: Reference, types: tuple[str, ...]) -> Resource | None:
        instances = self.by_address.get(reference.address, [])
        if reference.key is not None:
            instances = [each for each in instances if each.key == reference.key]
        return next((each for each in instances if not types or each.type in types), None)

    def _resolved(self, value: Value, seen: tuple[Reference, ...]) -> Value:
        if isinstance(value, Interpolation):
            return joined([self._resolved(part, seen) for part in value.parts])
        if not isinstance(value, Reference):
            return value
        resource = self._referred(value, ())
        if resource is None or value in seen or not value.attribute:
            return UNKNOWN
        path = value.attribute.replace("[", ".").replace("]", "")
        return self._resolved(resource.get(path, UNKNOWN), (*seen, value))


def _known_names(resource: Resource) -> Iterable[str]:
    return (value for name in _NAMES if isinstance(value := resource.values.get(name), str))
