"""The cases of policies in a plan: made in its JSON, without Terraform, where the edits are of whole arguments."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from policies.engine.loading import load_mapping
from policies.engine.policy import Policy
from tests.mutants.edits import replaced
from tests.mutants.operators import words
from tests.policies.cases import ENVIRONMENT, Case, lines
from tests.policies.compliant import Json, compliant_plan, compliant_render

_META = frozenset({"count", "depends_on", "for_each", "lifecycle", "provider"})
_REFERS = "${"


def in_plan(case: Case) -> bool:
    """Whether all that a case does to the environment is to set or to remove whole arguments without blocks in them."""
    return case.base == "stack" and all(_argument(edit) is not None for edit in case.edits)


def said_of_plan(case: Case, policy: Policy) -> tuple[str, ...]:
    """What the policy says of the plan with the case's edits, in the words of `tests.policies.cases.said`."""
    data: Json = json.loads(_plan())
    texts = words(compliant_render(ENVIRONMENT))
    for written in case.edits:
        edit = replaced(dict(written), texts)
        address, name = _argument(edit) or ("", "")
        _change(data, address, name, edit.get("to"), removed="remove" in edit)
    return lines(policy, load_mapping(data))


@cache
def _plan() -> str:
    # To read it anew takes a tenth of the time that a copy takes.
    return json.dumps(compliant_plan(ENVIRONMENT))


def _argument(edit: Mapping[str, Any]) -> tuple[str, str] | None:
    """Address and argument of an edit that sets or removes a whole one."""
    path = str(edit.get("set") or edit.get("remove") or "")
    steps = path.split(".")
    whole = len(steps) == 4 and steps[0] == "resource" and not set("[*") & set(path)
    plain = whole and steps[3] not in _META and _scalars(edit.get("to"))
    return (f"{steps[1]}.{steps[2]}", steps[3]) if plain else None


def _scalars(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    # A reference inside of a document is more than one expression.
    return all(not isinstance(each, (dict, list)) and not str(each).startswith("{") for each in values)


def _change(data: Json, address: str, name: str, value: Any, *, removed: bool) -> None:
    later = not removed and _REFERS in str(value)
    for each in _of(data["planned_values"]["root_module"]["resources"], address):
        each["values"].pop(name, None)
        if not later:
            each["values"][name] = None if removed else value
    for each in _of(data["resource_changes"], address):
        each["change"]["after_unknown"].pop(name, None)
        if later:
            each["change"]["after_unknown"][name] = True
    for each in _of(data["configuration"]["root_module"]["resources"], address):
        each["expressions"].pop(name, None)
        if not removed:
            each["expressions"][name] = {"constant_value": value}


def _of(resources: list[Json], address: str) -> Iterator[Json]:
    return (each for each in resources if f"{each['type']}.{each['name']}" == address)
