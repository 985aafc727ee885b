"""The operators of `operators/*.yaml`, and the mutants that they make of the rendered environments."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from tests.mutants.edits import Edit, Stack, read_edit, replaced

ENVIRONMENTS = ("eu-west-1", "us-east-1")
_FOLDER = Path(__file__).parent / "operators"
_FOREIGN = {"EU": "us-east-1", "US": "eu-west-1"}
_NEIGHBOUR = {"EU": "eu-central-1", "US": "us-east-2"}
_REQUIRED = {"id", "says", "edits"}
_OPTIONAL = {"policy", "environments", "only", "why"}


class OperatorError(ValueError):
    """An operator that is not written as it should be."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One way in which a stack can be wrong, and the category (and perhaps the id) of the policy that must see it.

    `only` is "render" for what no plan holds, or Terraform does not plan offline; then `why` says so.
    """

    id: str
    says: str
    category: str
    edits: tuple[Mapping[str, Any], ...]
    policy: str | None = None
    environments: tuple[str, ...] = ENVIRONMENTS
    only: Literal["render"] | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Mutant:
    """A stack with one operator's fault in it."""

    operator: Operator
    environment: str
    stack: Stack

    @property
    def name(self) -> str:
        """What it is called in tables and test ids."""
        return f"{self.operator.id}@{self.environment}"


@cache
def operators() -> tuple[Operator, ...]:
    """All declarative operators, in the order of the files. Raises OperatorError where one is not as it should be."""
    found = tuple(operator for file in sorted(_FOLDER.glob("*.yaml")) for operator in _read(file))
    ids = [operator.id for operator in found]
    if twice := {each for each in ids if ids.count(each) > 1}:
        raise OperatorError(f"several operators are called {', '.join(sorted(twice))}")
    return found


def mutants(renders: Mapping[str, Stack]) -> Iterator[Mutant]:
    """Every operator applied to every environment that it is for; `renders` is by environment."""
    for operator in operators():
        for environment in operator.environments:
            yield mutate(operator, environment, renders[environment])


def mutate(operator: Operator, environment: str, render: Stack) -> Mutant:
    """The operator applied to a copy of an environment's render. Raises EditError or PathError if it does not fit."""
    stack = copy.deepcopy(render)
    for edit in _edits(operator, words(render)):
        edit.apply(stack)
    for block in ("resource", "data"):
        # Terraform takes a type without resources for a mistake.
        stack[block] = {kind: named for kind, named in stack[block].items() if named}
    return Mutant(operator, environment, stack)


def words(render: Stack) -> dict[str, str]:
    """What the words in angle brackets stand for in an environment."""
    context = render["//"]["tidegate"]
    return {
        "<region>": context["region"],
        "<account>": context["account_id"],
        "<environment>": context["environment"],
        "<jurisdiction>": context["jurisdiction"],
        "<other-account>": "999999999999",
        "<uuid>": "11111111-2222-3333-4444-555555555555",
        "<foreign>": _FOREIGN[context["jurisdiction"]],
        "<foreign-jurisdiction>": next(name for name in _FOREIGN if name != context["jurisdiction"]),
        "<neighbour>": _NEIGHBOUR[context["jurisdiction"]],
    }


def _edits(operator: Operator, texts: Mapping[str, str]) -> list[Edit]:
    return [read_edit(replaced(dict(written), texts)) for written in operator.edits]


def _read(file: Path) -> Iterator[Operator]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    for written in content["operators"]:
        keys = set(written)
        if not _REQUIRED <= keys <= _REQUIRED | _OPTIONAL or ("only" in written) != ("why" in written):
            raise OperatorError(f"{file.name}: {written.get('id')} has the keys {', '.join(sorted(keys))}")
        lists = {key: tuple(written[key]) for key in ("edits", "environments") if key in written}
        yield Operator(category=content["category"], **{**written, **lists})
