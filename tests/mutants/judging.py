"""What the policies say of a mutant, and whether one whose subject it is caught it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.policing.pack import load_pack
from policies.engine.loading import load_mapping
from policies.engine.policy import Violation, violations
from policies.engine.stack import UnreadableStackError
from tests.mutants.operators import Operator
from tests.mutants.stock import Fault, expected


@dataclass(frozen=True, slots=True)
class Verdict:
    """The policies that saw something, by id, with the addresses that they named.

    `unreadable` says why the stack could not be judged at all, `raised` which policies ended in an error, `faults` what
    checkov has to say of it.
    """

    seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unreadable: str | None = None
    raised: Mapping[str, str] = field(default_factory=dict)
    faults: frozenset[Fault] = frozenset()

    def catchers(self, category: str, policy: str | None = None, address: str | None = None) -> list[str]:
        """The policies of that category (or that one) that saw something (at that address), sorted."""
        subjects = {each.id: each.category for each in load_pack().policies}
        return sorted(
            seen
            for seen, addresses in self.seen.items()
            if subjects[seen] == category and policy in (None, seen) and (address is None or address in addresses)
        )

    def catches(self, operator: Operator) -> bool:
        """Whether a policy whose subject it is saw the operator's fault, and none ended in an error.

        A stack that cannot be read at all is refused by the gate, whatever is wrong with it.
        """
        if self.unreadable is not None:
            return True
        return not self.raised and bool(self.catchers(operator.category, operator.policy))


def judge(data: Mapping[str, Any], category: str | None = None) -> Verdict:
    """The verdict of the pack, or of its policies of one category, on a render or a plan."""
    try:
        # As it would be read from a file: what is not JSON would show here.
        stack = load_mapping(json.loads(json.dumps(data)))
    except UnreadableStackError as error:
        return Verdict(unreadable=str(error))
    said: dict[str, dict[str, list[Violation]]] = {}
    raised: dict[str, str] = {}
    for policy in load_pack().policies:
        if category not in (None, policy.category):
            continue
        try:
            said[policy.id] = violations(policy, stack)
        except Exception as error:
            raised[policy.id] = f"{type(error).__name__}: {error}"
    seen = {policy: _named(found) for policy, found in said.items() if any(found.values())}
    return Verdict(seen, raised=raised, faults=expected(said, stack))


def _named(found: Mapping[str, Iterable[Violation]]) -> frozenset[str]:
    return frozenset(
        name for address, said in found.items() for one in said for name in (address, one.culprit) if name is not None
    )
