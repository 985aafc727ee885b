"""Edited specs, planned by Terraform against a state in which the environment as it is exists.

Plans are kept under build/guards by what they were made from: a plan takes seconds, and most edits stay as they are.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.findings import Finding
from generator.guards import Circumstances, check
from generator.policing.locating import Origins
from generator.spec.loading import load
from generator.synth.rendering import Rendered, render
from generator.terraform.plan import Plan, read_plan
from tests.conftest import ROOT
from tests.generator.guards import prior
from tests.mutants.edits import Stack
from tests.mutants.planning import Planned, Planner, kept, planner
from tests.policies.compliant import rendered

ENVIRONMENT = "eu-west-1"
KEPT = ROOT / "build" / "guards"

Edit = Callable[[Stack], object]


def no_edit(_stack: Stack) -> None:
    """Leaves the render as it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a spec's edit comes to: the plan as JSON, what Terraform said against it, and the lines of the spec."""

    shown: Mapping[str, Any]
    origins: Origins
    refusal: str | None = None

    @property
    def plan(self) -> Plan:
        """The plan as guards see it."""
        return read_plan(self.shown)

    def findings(self, circumstances: Circumstances) -> list[Finding]:
        """What the guards say."""
        return check(self.plan, circumstances, self.origins)


class Existing:
    """The environment as it is, in a state; `change` plans an edit of its spec against it."""

    def __init__(self, terraform: Planner, folder: Path) -> None:
        self._terraform = terraform
        self._folder = folder
        self._base: Stack = json.loads((rendered(ENVIRONMENT) / "cdk.tf.json").read_bytes())
        made_by = [json.dumps(self._base, sort_keys=True), Path(prior.__file__).read_text()]
        self._made_by = hashlib.sha256("\n".join(made_by).encode()).hexdigest()

    def change(self, old: str, new: str, edit: Edit = no_edit) -> Change:
        """The plan of the spec with `new` in place of `old`, and with `edit` made to its render."""
        made = self._rendered(old, new)
        stack: Stack = json.loads(json.dumps(made.stack))
        edit(stack)
        planned = kept(self._keyed(stack), KEPT, lambda keyed: self._plan(_unkeyed(keyed)))
        assert planned.plan is not None, planned.refusal
        origins: Any = json.loads(made.files["origins.json"])
        return Change(planned.plan, Origins(origins["file"], origins["resources"]), planned.refusal)

    def _plan(self, stack: Stack) -> Planned:
        self._terraform.write_state(self._state())
        return self._terraform.plan_as_far_as_possible(stack)

    def _state(self) -> str:
        file = KEPT / f"state-{self._made_by}.json"
        if not file.exists():
            state = json.dumps(prior.prior_state(self._terraform, self._base))
            fresh = file.with_suffix(f".{os.getpid()}")
            KEPT.mkdir(parents=True, exist_ok=True)
            fresh.write_text(state)
            fresh.rename(file)
        return file.read_text()

    def _keyed(self, stack: Stack) -> Stack:
        return {"made by": self._made_by, **stack}

    def _rendered(self, old: str, new: str) -> Rendered:
        name = f"environments/{ENVIRONMENT}.yaml"
        text = (ROOT / name).read_text()
        assert old in text
        file = self._folder / f"{ENVIRONMENT}.yaml"
        file.write_text(text.replace(old, new))
        loaded = load(file, shown_as=name)
        assert loaded.document, loaded.findings
        assert loaded.environment, loaded.findings
        return render(loaded.document, loaded.environment)


@contextmanager
def existing(folder: Path) -> Iterator[Existing]:
    """The environment as it is; works in `folder`."""
    specs = folder / "specs"
    specs.mkdir()
    with planner(rendered(ENVIRONMENT), folder / "work") as terraform:
        yield Existing(terraform, specs)


def _unkeyed(stack: Stack) -> Stack:
    return {name: value for name, value in stack.items() if name != "made by"}
