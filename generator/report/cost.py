"""What a plan changes on the bill: what is known of it, and what is not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts.prices import prices
from generator.terraform.plan import Change, Plan


@dataclass(frozen=True, slots=True)
class Cost:
    """`monthly` is the known part in US dollars, more or less than before; `unknown` is what it leaves out."""

    monthly: float
    unknown: tuple[str, ...]

    @property
    def words(self) -> str:
        """`+1.40 USD a month; unknown: …`, or that nothing changes."""
        parts = [f"{self.monthly:+.2f} USD a month"] if abs(self.monthly) >= 0.005 else []
        if self.unknown:
            parts.append(f"unknown: {', '.join(self.unknown)}")
        return "; ".join(parts) or "nothing that is known to be charged changes"


def cost_of(plan: Plan) -> Cost:
    """What the changes of a plan cost; of a replacement, new and old cost the same."""
    return Cost(sum(map(_monthly, plan.changes)), (*_unpriced(plan), *dict.fromkeys(_repriced(plan))))


def _monthly(change: Change) -> float:
    sign = {"create": 1, "delete": -1}.get(change.action, 0)
    return sign * prices().monthly.get(change.type, 0.0)


def _unpriced(plan: Plan) -> Iterator[str]:
    """What comes or goes without a known price, by type."""
    facts = prices()
    for action, word in (("create", "new"), ("delete", "gone")):
        kinds = Counter(change.type for change in plan.changes if change.action == action)
        for kind, number in sorted(kinds.items()):
            if kind not in facts.free and kind not in facts.monthly:
                yield f"{number} {kind} {word}"


def _repriced(plan: Plan) -> Iterator[str]:
    """What stays and is charged otherwise."""
    for change in plan.changes:
        names = prices().arguments.get(change.type, ()) if change.action in ("update", "replace") else ()
        for name in filter(change.changes, names):
            yield f"{change.resource} {name} {_shown(change.before.get(name))} → {_shown(change.after.get(name))}"


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
