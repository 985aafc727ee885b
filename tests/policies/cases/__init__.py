"""Cases of policies as YAML: what is done to a sound stack, and all that the policy then says.

An operator of `tests.mutants` says that a fault is found; a case says by which policy, where, and in which words.
`python -m tests.policies.cases` writes what the policies say today into the files; look at what changed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from policies.engine.loading import load_mapping
from policies.engine.policy import Policy, violations
from policies.engine.stack import Stack
from tests.mutants.edits import read_edit, replaced
from tests.mutants.operators import words
from tests.policies.compliant import compliant_render, rendered

ENVIRONMENT = "eu-west-1"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Case:
    """A stack with something done to it; `found` are the violations as lines, none where it stays sound."""

    policy: str
    name: str
    base: str
    edits: tuple[Mapping[str, Any], ...]
    found: tuple[str, ...]


def cases(category: str) -> Iterator[Case]:
    """The cases of a category's policies."""
    written = yaml.safe_load((FOLDER / f"{category}.yaml").read_text(encoding="utf-8"))
    for policy, content in written.items():
        for name, case in content["cases"].items():
            yield Case(policy, name, content.get("base", "stack"), tuple(case["edits"]), tuple(case["found"]))


def said(case: Case, policy: Policy) -> tuple[str, ...]:
    """What the policy says of the case's stack."""
    data = _base(case.base)
    texts = words(data)
    for edit in case.edits:
        read_edit(replaced(dict(edit), texts)).apply(data)
    return lines(policy, load_mapping(data))


def lines(policy: Policy, stack: Stack) -> tuple[str, ...]:
    """What a policy says of a stack: `resource: message (culprit, attribute)`, each a line."""
    return tuple(
        f"{address}: {each.message} ({', '.join(filter(None, (each.culprit, each.attribute))) or 'as a whole'})"
        for address, found in violations(policy, stack).items()
        for each in found
    )


def _base(name: str) -> dict[str, Any]:
    """A copy of the stack of the environment, or of its state."""
    if name == "stack":
        return compliant_render(ENVIRONMENT)
    data: dict[str, Any] = json.loads((rendered(ENVIRONMENT) / name / "cdk.tf.json").read_text(encoding="utf-8"))
    return data
