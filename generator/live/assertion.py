"""An assertion: one small function that compares the spec with what the API says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.findings_catalogue import RuleDescription
from generator.live.account import Live

FIX = "see who changed it (`tidegate drift` tells what differs), then plan and apply the spec again"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it should be: the spec path that asks for it, a message, and what it is about."""

    path: str
    message: str
    resource: str | None = None
    fix: str = FIX


Check = Callable[[Live], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Assertion:
    """A check, and what `tidegate explain` says of it."""

    rule: RuleDescription
    check: Check


_ALL: dict[str, Assertion] = {}


def assertion(number: int, title: str, source: str) -> Callable[[Check], Check]:
    """Makes a function an assertion with the id `LIVE<number>`; its docstring explains it."""

    def register(check: Check) -> Check:
        identifier = f"LIVE{number}"
        if identifier in _ALL:
            raise ValueError(f"two assertions are called {identifier}")
        explanation = " ".join((check.__doc__ or title).split())
        rule = RuleDescription(id=identifier, title=title, severity="error", source=source, explanation=explanation)
        _ALL[identifier] = Assertion(rule, check)
        return check

    return register


def registered() -> tuple[Assertion, ...]:
    """All assertions that were imported, by id."""
    return tuple(_ALL[identifier] for identifier in sorted(_ALL))
