"""Runs the mutants of one environment through the pack, on render and plan, and through checkov's own checks."""

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from tests.mutants import builtin
from tests.mutants.edits import Stack
from tests.mutants.generated import Generated, beside
from tests.mutants.judging import Verdict, judge
from tests.mutants.operators import Mutant, Operator
from tests.mutants.planning import Planned, kept
from tests.mutants.results import Result, Side

BATCH = 150
"""Generated mutants in one plan. They do not touch each other, and each is judged by its own address."""


@dataclass
class Run:
    """What all mutants of an environment are held against; plans and checkov's answers are kept in `cache`."""

    render: Stack
    cache: Path
    plan_anew: Callable[[Stack], Planned]

    def plan(self, stack: Stack) -> Planned:
        """The plan of a stack, from the cache if it is there."""
        return kept(stack, self.cache / "plans", self.plan_anew)

    @cached_property
    def _sound(self) -> tuple[builtin.Failures, builtin.Failures]:
        planned = self.plan(self.render)
        assert planned.plan, planned.refusal
        return self._failures(self.render, "render"), self._failures(planned.plan, "plan")

    def unsound(self) -> list[str]:
        """What the pack says of the stack without any mutation: nothing, or nothing else counts."""
        planned = self.plan(self.render)
        assert planned.plan, planned.refusal
        verdicts = {"render": judge(self.render), "plan": judge(planned.plan)}
        return [f"{side}: {verdict}" for side, verdict in verdicts.items() if verdict != Verdict()]

    def declared(self, mutant: Mutant) -> Result:
        """What comes of a declared mutant."""
        operator = mutant.operator
        planned = None if operator.only == "render" else self.plan(mutant.stack)
        verdict = judge(mutant.stack)
        on_render, note = _side(verdict, operator)
        on_plan, other = _planned_side(planned, operator)
        return Result(
            mutant.name,
            operator.category,
            on_render,
            on_plan,
            self._noticed(mutant.stack, planned, operator.category),
            tuple(verdict.catchers(operator.category, operator.policy)),
            note or other,
        )

    def generated(self, mutants: Iterable[Generated], environment: str) -> Iterator[Result]:
        """What comes of generated mutants, a batch at a time."""
        rest = iter(mutants)
        while batch := list(islice(rest, BATCH)):
            yield from self._batch(batch, environment)

    def _batch(self, batch: Sequence[Generated], environment: str) -> Iterator[Result]:
        on_render = judge(beside(self.render, list(batch)))
        planned, refused = self._planned(batch)
        on_plan = judge(planned)
        for mutant in batch:
            seen = on_render.catchers("residency", address=mutant.address)
            side: Side = "caught" if on_plan.catchers("residency", address=mutant.address) else "survived"
            yield Result(
                f"{mutant.label}@{environment}",
                f"residency, {mutant.form}",
                "caught" if seen else "survived",
                "refused" if mutant.address in refused else side,
                False,
                tuple(seen),
                refused.get(mutant.address, ""),
            )

    def _planned(self, batch: Sequence[Generated]) -> tuple[Mapping[str, Any], dict[str, str]]:
        """A plan of those that Terraform does not refuse, and what it says of the others."""
        refused: dict[str, str] = {}
        while True:
            left = [mutant for mutant in batch if mutant.address not in refused]
            planned = self.plan(beside(self.render, left))
            if planned.plan is not None:
                return planned.plan, refused
            more = {address: said for address, said in planned.refused.items() if address not in refused}
            if not more.keys() & {mutant.address for mutant in left}:
                raise RuntimeError(f"Terraform refuses a batch for none of its mutants: {planned.refusal}")
            refused |= more

    def _noticed(self, stack: Stack, planned: Planned | None, category: str) -> bool:
        on_render, on_plan = self._sound
        if builtin.catches(self._failures(stack, "render"), on_render, category):
            return True
        plan = planned.plan if planned else None
        return plan is not None and builtin.catches(self._failures(plan, "plan"), on_plan, category)

    def _failures(self, data: Mapping[str, Any], kind: builtin.Kind) -> builtin.Failures:
        content = json.dumps([version("checkov"), kind, data], sort_keys=True)
        file = self.cache / "checkov" / f"{hashlib.sha256(content.encode()).hexdigest()}.json.gz"
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(gzip.compress(json.dumps(sorted(builtin.failures(data, kind))).encode()))
        return frozenset((check, address) for check, address in json.loads(gzip.decompress(file.read_bytes())))


def _planned_side(planned: Planned | None, operator: Operator) -> tuple[Side, str]:
    if planned is None:
        return "not there", ""
    if planned.plan is None:
        return "refused", planned.refusal or ""
    return _side(judge(planned.plan), operator)


def _side(verdict: Verdict, operator: Operator) -> tuple[Side, str]:
    if verdict.catches(operator):
        return "caught", verdict.unreadable or ""
    if verdict.raised:
        return "survived", "; ".join(f"{policy} raised {error}" for policy, error in verdict.raised.items())
    others = ", ".join(sorted(verdict.seen))
    return "survived", f"seen only by {others}" if others else "seen by no policy"
