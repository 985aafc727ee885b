"""Runs the mutants of one environment through the pack, on render and plan, and through checkov's command line."""

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from tests.mutants import builtin
from tests.mutants.edits import Stack
from tests.mutants.generated import Generated, beside
from tests.mutants.judging import Verdict, judge
from tests.mutants.operators import Mutant, Operator
from tests.mutants.planning import Planned
from tests.mutants.plans import Plans
from tests.mutants.results import Result, Side
from tests.mutants.stock import Answer, Kind, ask, differences, question

BATCH = 50
"""Declared mutants in one plan, and in one run of checkov."""
GENERATED_BATCH = 500
"""Generated mutants in one stack. They do not touch each other, and each is judged by its own address."""

_Asked = Mapping[str, Mapping[str, Any]]


@dataclass
class Run:
    """What all mutants of an environment are held against; plans and checkov's answers are kept in `cache`."""

    render: Stack
    cache: Path
    plan_anew: Callable[[Stack], Planned]

    @cached_property
    def plans(self) -> Plans:
        """The plans of this environment's stacks."""
        return Plans(self.render, self.cache / "plans", self.plan_anew)

    @cached_property
    def _sound(self) -> tuple[Answer, Answer]:
        answers = [self._asked({"sound": data}, kind)["sound"] for kind, data in self._sound_sides()]
        return answers[0], answers[1]

    def _sound_sides(self) -> list[tuple[Kind, Mapping[str, Any]]]:
        planned = self.plans.one(self.render)
        assert planned.plan, planned.refusal
        return [("render", self.render), ("plan", planned.plan)]

    def unsound(self) -> list[str]:
        """What the pack, or checkov with it, says of the stack without any mutation; where it is sound, nothing."""
        verdicts = [(kind, judge(data)) for kind, data in self._sound_sides()]
        lines = [f"{kind}: {verdict}" for kind, verdict in verdicts if verdict != Verdict()]
        return lines + [f"checkov: {fault}" for answer in self._sound for fault in sorted(answer.policies)]

    def declared(self, mutants: Iterable[Mutant]) -> Iterator[Result]:
        """What comes of declared mutants, a batch at a time."""
        rest = iter(mutants)
        while batch := list(islice(rest, BATCH)):
            plannable = [each for each in batch if each.operator.only != "render"]
            plans = self.plans.many([each.stack for each in plannable])
            planned = {each.name: plan for each, plan in zip(plannable, plans, strict=True)}
            on_render = self._asked({each.name: each.stack for each in batch}, "render")
            on_plan = self._asked({name: each.plan for name, each in planned.items() if each.plan}, "plan")
            for each in batch:
                yield self._declared(each, planned.get(each.name), on_render[each.name], on_plan.get(each.name))

    def _declared(self, mutant: Mutant, planned: Planned | None, rendered: Answer, answered: Answer | None) -> Result:
        operator = mutant.operator
        on_render = judge(mutant.stack)
        on_plan = judge(planned.plan) if planned and planned.plan else None
        render_side, note = _side(on_render, operator)
        plan_side, other = _side(on_plan, operator) if on_plan else _without_plan(planned)
        return Result(
            mutant.name,
            operator.category,
            render_side,
            plan_side,
            self._noticed(rendered, answered, operator.category),
            tuple(on_render.catchers(operator.category, operator.policy)),
            note or other,
            (*_disagreements("render", on_render, rendered), *_disagreements("plan", on_plan, answered)),
        )

    def generated(self, mutants: Iterable[Generated], environment: str) -> Iterator[Result]:
        """What comes of generated mutants, a batch at a time."""
        rest = iter(mutants)
        while batch := list(islice(rest, GENERATED_BATCH)):
            yield from self._generated(batch, environment)

    def _generated(self, batch: Sequence[Generated], environment: str) -> Iterator[Result]:
        stack = beside(self.render, list(batch))
        planned, refused = self._planned(batch)
        on_render, on_plan = judge(stack), judge(planned)
        said = (
            *_disagreements("render", on_render, self._asked({"batch": stack}, "render")["batch"]),
            *_disagreements("plan", on_plan, self._asked({"batch": planned}, "plan")["batch"]),
        )
        for number, mutant in enumerate(batch):
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
                # They are one stack, and disagree together.
                () if number else said,
            )

    def _planned(self, batch: Sequence[Generated]) -> tuple[Mapping[str, Any], dict[str, str]]:
        """A plan of those that Terraform does not refuse, and what it says of the others."""
        refused: dict[str, str] = {}
        while True:
            left = [mutant for mutant in batch if mutant.address not in refused]
            planned = self.plans.one(beside(self.render, left))
            if planned.plan is not None:
                return planned.plan, refused
            more = {address: said for address, said in planned.refused.items() if address not in refused}
            if not more.keys() & {mutant.address for mutant in left}:
                raise RuntimeError(f"Terraform refuses a batch for none of its mutants: {planned.refusal}")
            refused |= more

    def _noticed(self, rendered: Answer, planned: Answer | None, category: str) -> bool:
        on_render, on_plan = self._sound
        return builtin.catches(rendered.own, on_render.own, category) or (
            planned is not None and builtin.catches(planned.own, on_plan.own, category)
        )

    def _asked(self, stacks: _Asked, kind: Kind) -> dict[str, Answer]:
        """checkov's answers, those that are not kept from one run of it."""
        files = {name: self.cache / "checkov" / f"{question(data, kind)}.json.gz" for name, data in stacks.items()}
        missing = {name: data for name, data in stacks.items() if not files[name].exists()}
        fresh = ask(missing, kind) if missing else {}
        for name, answer in fresh.items():
            files[name].parent.mkdir(parents=True, exist_ok=True)
            files[name].write_bytes(gzip.compress(answer.as_json().encode()))
        return {
            name: fresh.get(name) or Answer.of_json(gzip.decompress(file.read_bytes()).decode())
            for name, file in files.items()
        }


def _disagreements(kind: Kind, verdict: Verdict | None, answer: Answer | None) -> Iterator[str]:
    """Where the gate and checkov's command line do not say the same of a stack."""
    if verdict is None or answer is None:
        return
    if verdict.unreadable is not None:
        # The gate refuses it as a whole, and checkov fails all that it sees of it.
        if not answer.policies:
            yield f"{kind}: only the gate refuses it: {verdict.unreadable}"
        return
    yield from (f"{kind}: {line}" for line in differences(verdict.faults, answer))


def _without_plan(planned: Planned | None) -> tuple[Side, str]:
    return ("not there", "") if planned is None else ("refused", planned.refusal or "")


def _side(verdict: Verdict, operator: Operator) -> tuple[Side, str]:
    if verdict.catches(operator):
        return "caught", verdict.unreadable or ""
    if verdict.raised:
        return "survived", "; ".join(f"{policy} raised {error}" for policy, error in verdict.raised.items())
    others = ", ".join(sorted(verdict.seen))
    return "survived", f"seen only by {others}" if others else "seen by no policy"
