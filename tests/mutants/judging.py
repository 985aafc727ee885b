"""What the policies say of a mutant, and whether one whose subject it is caught it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import policies
from policies.engine.policy import Policy, violations
from policies.engine.stack import UnreadableStackError, load_mapping
from tests.mutants.operators import Operator

UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The policies that saw something, by id, and where; `unreadable` if the stack could not be judged at all."""

    seen: Mapping[str, tuple[str, ...]]
    unreadable: str | None = None

    def catchers(self, category: str, policy: str | None = None) -> list[str]:
        """The policies of that category (or that one policy) that saw something, sorted."""
        subjects = {each.id: each.category for each in pack()}
        return sorted(seen for seen in self.seen if subjects[seen] == category and policy in (None, seen))

    def catches(self, operator: Operator) -> bool:
        """Whether a policy whose subject it is saw the operator's fault.

        A stack that cannot be read at all is refused by the gate, whatever is wrong with it.
        """
        return self.unreadable is not None or bool(self.catchers(operator.category, operator.policy))


@cache
def pack() -> tuple[Policy, ...]:
    """Every policy of the pack, by id."""
    names = [found.name for found in iter_modules(policies.__path__) if not found.ispkg]
    checks = [import_module(f"policies.{name}").check for name in names]
    return tuple(sorted(checks, key=lambda policy: policy.id))


def pack_files() -> Iterable[Path]:
    """The files that the pack's verdicts depend on."""
    return sorted(file for file in Path(policies.__path__[0]).rglob("*") if file.suffix in (".py", ".json", ".yaml"))


def judge(data: Mapping[str, Any]) -> Verdict:
    """The verdict on a render or a plan."""
    try:
        # As it would be read from a file: what is not JSON would show here.
        stack = load_mapping(json.loads(json.dumps(data)))
    except UnreadableStackError as error:
        return Verdict({}, str(error))
    seen = {policy.id: _where(policy, violations(policy, stack)) for policy in pack()}
    return Verdict({policy: where for policy, where in seen.items() if where})


def _where(policy: Policy, found: Mapping[str, Iterable[Any]]) -> tuple[str, ...]:
    del policy
    return tuple(
        sorted({each for address, said in found.items() for one in said for each in (address, one.culprit) if each})
    )
