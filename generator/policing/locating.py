"""From a resource, or one of its attributes, back to the line of the spec."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import ToolError
from policies.engine.stack import Stack

ORIGINS = "origins.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the spec, as far as it is known."""

    file: str | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Origins:
    """The spec's file, and `{address: {spec, line, column, attributes: {attribute: {spec, line, column}}}}`."""

    file: str | None = None
    resources: Mapping[str, Any] = field(default_factory=dict)

    def place(self, *wanted: tuple[str | None, str | None]) -> Place:
        """The place of the first of `wanted` (address and attribute) that is known; else the start of the file."""
        for address, attribute in wanted:
            origin = self.resources.get((address or "").split("[")[0])
            if origin is not None:
                attributes = origin["attributes"]
                exact = next((attributes[name] for name in _names(attribute) if name in attributes), origin)
                return Place(self.file, exact.get("line"), exact.get("column"), exact.get("spec"))
        return Place(self.file, 1, 1) if self.file else Place()


def _names(attribute: str | None) -> Iterator[str]:
    """An attribute's names in the origins, without the places in lists: the whole one first, then what is around it."""
    steps = [step for step in (attribute or "").replace("[", ".").replace("]", "").split(".") if not step.isdecimal()]
    for length in range(len(steps), 0, -1):
        yield ".".join(steps[:length])


def read_origins(file: Path) -> Origins:
    """The origins that the render wrote beside itself. Raises ToolError for a file that is none."""
    try:
        data = json.loads(file.read_bytes())
        return Origins(data["file"], dict(data["resources"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ToolError(f"{file} is not what a render writes: {error}", fix="render the environment again") from None


def origins_of_spec(stack: Stack, spec: Path) -> Origins:
    """The origins by what a render says of each resource's spec path; a plan does not say it."""
    from generator.spec.loading import load
    from generator.spec.paths import spec_path

    document = load(spec).document
    if document is None:
        return Origins(spec.as_posix())
    resources: dict[str, Any] = {}
    for each in stack.resources:
        if each.spec is not None:
            position = document.position(spec_path(each.spec, document))
            place = {"spec": each.spec, "line": position.line, "column": position.column}
            resources[each.address] = {**place, "attributes": {}}
    return Origins(document.file, resources)
