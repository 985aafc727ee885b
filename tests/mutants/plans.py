"""Plans of stacks, each made once and kept: many at a time, or one by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.combining import Part, combined, plan_of
from tests.mutants.edits import Stack
from tests.mutants.planning import Planned, fetch, keep, kept


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of one environment's stacks; `anew` is Terraform, and `folder` where they are kept."""

    base: Stack
    folder: Path
    anew: Callable[[Stack], Planned]

    def one(self, stack: Stack) -> Planned:
        """The plan of a stack. Raises ToolError where Terraform fails, not the stack."""
        return kept(stack, self.folder, self.anew)

    def many(self, stacks: Sequence[Stack]) -> list[Planned]:
        """The plans of mutants of the sound stack, as few as possible of them made by themselves."""
        found = {number: planned for number, stack in enumerate(stacks) if (planned := fetch(stack, self.folder))}
        missing = {number: stack for number, stack in enumerate(stacks) if number not in found}
        for number, planned in self._together(missing).items():
            found[number] = keep(stacks[number], self.folder, planned)
        return [found.get(number) or self.one(stack) for number, stack in enumerate(stacks)]

    def _together(self, stacks: Mapping[int, Stack]) -> dict[int, Planned]:
        """Plans by the stacks' numbers, without those that cannot be planned with others."""
        found: dict[int, Planned] = {}
        left = dict(stacks)
        while left:
            stack, parts = combined(self.base, list(left.values()))
            ours = {number: part for number, part in zip(left, parts, strict=True) if part is not None}
            if not ours:
                break
            planned = self.anew(stack)
            if planned.plan is not None:
                return found | {number: Planned(plan_of(planned.plan, part)) for number, part in ours.items()}
            refused = {number: _refusal(planned, part) for number, part in ours.items() if _is_at_fault(planned, part)}
            if not refused:
                return found | self._halved({number: left[number] for number in ours})
            found |= refused
            left = {number: left[number] for number in ours if number not in refused}
        return found

    def _halved(self, stacks: Mapping[int, Stack]) -> dict[int, Planned]:
        """The plans of two halves, where Terraform does not say who is at fault; none of a mutant that is alone."""
        numbers = list(stacks)
        if len(numbers) == 1:
            return {}
        halves = (numbers[: len(numbers) // 2], numbers[len(numbers) // 2 :])
        first, second = (self._together({number: stacks[number] for number in half}) for half in halves)
        return first | second


def _is_at_fault(planned: Planned, part: Part) -> bool:
    return any(part.mark in address + said for address, said in planned.refused.items())


def _refusal(planned: Planned, part: Part) -> Planned:
    said = {
        part.bare(address): part.bare(text) for address, text in planned.refused.items() if part.mark in address + text
    }
    return Planned(None, " ".join(next(iter(said.values())).split()), said)
