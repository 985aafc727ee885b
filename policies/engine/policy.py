"""What a policy is, and how one is held against a stack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import ClassVar, Literal

from policies.engine.patterns import matches
from policies.engine.stack import Resource, Stack

Category = Literal[
    "encryption", "transit", "identity", "backup", "monitoring", "network", "shape", "residency", "context"
]
Severity = Literal["error", "warning"]
STACK_TYPE = "stack"
PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a resource.

    `culprit` is the address of the resource at fault, if it is another than the one that was judged; `attribute` is
    the dotted path of the attribute, of the culprit if there is one.
    """

    message: str
    culprit: str | None = None
    attribute: str | None = None


class Policy:
    """One thing that must hold. `types` are the resource types that it looks at, or patterns of them.

    A policy on the stack as a whole has `types = ("stack",)`, and is judged once; a stack that makes the bucket of
    another's state has no such policies.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    category: ClassVar[Category]
    severity: ClassVar[Severity] = "error"
    why: ClassVar[str]
    source: ClassVar[str]
    fix: ClassVar[str]
    types: ClassVar[tuple[str, ...]]

    @property
    def on_stack(self) -> bool:
        """Whether it is a policy on the stack as a whole."""
        return self.types == (STACK_TYPE,)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether there is anything to judge on this resource, which is of one of the types."""
        del resource, stack
        return True

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """Everything that is wrong with the resource. A pure function of the two."""
        raise NotImplementedError

    def subjects(self, stack: Stack) -> list[Resource]:
        """What this policy applies to, of the stack."""
        if self.on_stack:
            return [] if stack.holds_state else [whole(stack)]
        return [found for found in stack.of(*_chosen(self.types, stack.kinds)) if self.applies(found, stack)]

    def covers(self, kind: str) -> bool:
        """Whether a resource type is among those that this policy looks at."""
        return _covered(self.types, kind)


@lru_cache(maxsize=4096)
def _chosen(types: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if _covered(types, kind))


@cache
def _covered(types: tuple[str, ...], kind: str) -> bool:
    return any(matches(kind, pattern) for pattern in types)


def whole(stack: Stack) -> Resource:
    """The resource that stands for the stack as a whole."""
    context = stack.context
    return Resource(
        address=STACK_TYPE,
        type=STACK_TYPE,
        name=STACK_TYPE,
        region=context.region if context else None,
        account=context.account_id if context else None,
    )


def violations(policy: Policy, stack: Stack) -> dict[str, list[Violation]]:
    """What a policy says of each resource that it applies to, by address; an empty list where nothing is wrong.

    Instances of one resource share an address, and say the same thing once.
    """
    found: dict[str, dict[Violation, None]] = {}
    for subject in policy.subjects(stack):
        found.setdefault(subject.address, {}).update(dict.fromkeys(policy.judge(subject, stack)))
    return {address: list(each) for address, each in found.items()}


def as_reported(found: Mapping[str, list[Violation]], stack: Stack) -> dict[str, list[Violation]]:
    """What `violations` says, by where checkov can say it.

    checkov sees no stack as a whole, no ephemeral resource, and in a plan no data source that was read while planning:
    what is said of those is said of the provider.
    """
    seen: dict[str, list[Violation]] = {}
    for address, said in found.items():
        if address != STACK_TYPE and not _hidden(address, stack):
            seen[address] = said
        else:
            named = said if address == STACK_TYPE else [_naming(address, each) for each in said]
            seen.setdefault(PROVIDER, []).extend(named)
    return seen


def _hidden(address: str, stack: Stack) -> bool:
    return all(each.read or each.mode == "ephemeral" for each in stack.by_address[address])


def _naming(address: str, violation: Violation) -> Violation:
    return replace(violation, message=f"{address}: {violation.message}", culprit=violation.culprit or address)
