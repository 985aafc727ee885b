"""Many mutants in one stack, and so in one plan: each brings only what its fault touches, under names of its own.

What a fault touches is what was changed, and all that refers to it, however far. Everything else is the sound stack's,
and Terraform plans it the same with and without the mutant. So a plan of them all holds the plan of each.
"""

import copy
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.mutants.edits import Stack, same

_SECTIONS = frozenset({"//", "data", "locals", "output", "provider", "resource", "terraform", "variable"})
_NAME = re.compile(r"(?<![\w.])(?:data\.)?[A-Za-z_]\w*\.[A-Za-z_][\w-]*")
_MARK = re.compile(r"--mutant-\d{4}")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One mutant of a combined stack: the mark on its names, and the names that its fault touches."""

    mark: str
    touched: frozenset[str]

    def holds(self, name: str) -> bool:
        """Whether what is called so in the combined plan is in this mutant's."""
        return name.endswith(self.mark) if _MARK.search(name) else name not in self.touched

    def bare(self, text: str) -> str:
        """The text without the mark."""
        return text.replace(self.mark, "")


def combined(base: Stack, mutants: Sequence[Stack]) -> tuple[Stack, list[Part | None]]:
    """`base` with all mutants of it in it, and the part of each; None for one that must be planned by itself."""
    stack = copy.deepcopy(base)
    parts: list[Part | None] = []
    for number, mutant in enumerate(mutants):
        names = _touched(base, mutant)
        part = None if names is None else Part(f"--mutant-{number:04}", names)
        if part is not None:
            _bring(stack, mutant, part)
        parts.append(part)
    return stack, parts


def plan_of(plan: Mapping[str, Any], part: Part) -> Json:
    """The plan of one mutant, out of the plan of the combined stack."""
    filtered = {
        **plan,
        "planned_values": _values(plan["planned_values"], part),
        "resource_changes": _resources(plan.get("resource_changes", []), part),
        "output_changes": _named("output", plan.get("output_changes", {}), part),
        "configuration": _configuration(plan["configuration"], part),
    }
    # Another mutant of them may have a variable where this one has none.
    _replace(filtered, "variables", _named("var", plan.get("variables", {}), part))
    if "prior_state" in plan:
        filtered["prior_state"] = {**plan["prior_state"], "values": _values(plan["prior_state"]["values"], part)}
    # What of the state before had a part in it; there is none, and no policy reads it.
    filtered.pop("relevant_attributes", None)
    found: Json = json.loads(part.bare(json.dumps(filtered)))
    return found


def _touched(base: Stack, mutant: Stack) -> frozenset[str] | None:
    """The names that differ, and those that refer to them; None if that is not all that differs."""
    if {*base, *mutant} - _SECTIONS or not same(base.get("terraform"), mutant.get("terraform")):
        return None
    before, after = dict(_items(base)), dict(_items(mutant))
    touched = {name for name in {*before, *after} if not same(_bare(before.get(name)), _bare(after.get(name)))}
    mentions = {name: set(_NAME.findall(json.dumps(body))) for name, body in after.items()}
    while more := {name for name, said in mentions.items() if name not in touched and said & touched}:
        touched |= more
    # The provider of everything is no part of a stack.
    return None if "aws" in touched else frozenset(touched)


def _items(stack: Stack) -> Iterable[tuple[str, Any]]:
    """What a stack is made of, by what expressions call it."""
    for section, prefix in (("resource", ""), ("data", "data.")):
        for kind, named in stack.get(section, {}).items():
            yield from ((f"{prefix}{kind}.{name}", body) for name, body in named.items())
    for section, prefix in (("locals", "local"), ("variable", "var"), ("output", "output")):
        yield from ((f"{prefix}.{name}", body) for name, body in stack.get(section, {}).items())
    for each in stack["provider"]["aws"]:
        yield f"aws.{each['alias']}" if "alias" in each else "aws", each


def _bare(body: Any) -> Any:
    return {key: value for key, value in body.items() if key != "//"} if isinstance(body, dict) else body


def _bring(stack: Stack, mutant: Stack, part: Part) -> None:
    for name, body in _items(mutant):
        if name in part.touched:
            kind, _, own = name.removeprefix("data.").rpartition(".")
            marked, renamed = f"{own}{part.mark}", _renamed(body, part)
            if kind == "aws":
                stack["provider"]["aws"].append({**renamed, "alias": marked})
            elif section := {"local": "locals", "var": "variable", "output": "output"}.get(kind):
                stack.setdefault(section, {})[marked] = renamed
            else:
                section = "data" if name.startswith("data.") else "resource"
                stack[section].setdefault(kind, {})[marked] = renamed


def _renamed(value: Any, part: Part) -> Any:
    if isinstance(value, str):
        return _NAME.sub(lambda found: found[0] + part.mark if found[0] in part.touched else found[0], value)
    if isinstance(value, list):
        return [_renamed(entry, part) for entry in value]
    if isinstance(value, dict):
        return {key: _renamed(entry, part) for key, entry in value.items()}
    return value


def _values(values: Json, part: Part) -> Json:
    found = dict(values)
    if "outputs" in values:
        found["outputs"] = _named("output", values["outputs"], part)
    if "root_module" in values:
        found["root_module"] = {"resources": _resources(values["root_module"].get("resources", []), part)}
    return found


def _configuration(configuration: Json, part: Part) -> Json:
    module = dict(configuration["root_module"])
    module["resources"] = _resources(module.get("resources", []), part)
    for key, prefix in (("outputs", "output"), ("variables", "var")):
        _replace(module, key, _named(prefix, module.get(key, {}), part))
    providers = {name: body for name, body in configuration["provider_config"].items() if part.holds(name)}
    return {**configuration, "provider_config": providers, "root_module": module}


def _replace(section: Json, key: str, found: Json) -> None:
    section.pop(key, None)
    if found:
        section[key] = found


def _resources(resources: Iterable[Json], part: Part) -> list[Json]:
    return [each for each in resources if part.holds(_address(each))]


def _address(each: Json) -> str:
    return f"{'data.' if each['mode'] == 'data' else ''}{each['type']}.{each['name']}"


def _named(prefix: str, section: Json, part: Part) -> Json:
    return {name: body for name, body in section.items() if part.holds(f"{prefix}.{name}")}
