"""What the spec's model takes at each place: derived from the model, so that there is no second list of keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from generator.spec.document import Path

Kind = Literal["text", "whole number", "number", "true or false", "list", "mapping"]

_SCALARS: Mapping[object, Kind] = {str: "text", int: "whole number", float: "number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Place:
    """What may stand at a place of the spec.

    `keys` are those of a mapping with fixed keys, `every` is what each entry of a list or of a mapping with free
    keys takes, `choices` the only texts that are taken; `required` tells a key that has no default.
    """

    kind: Kind
    nothing: bool = False
    keys: Mapping[str, "Place"] = field(default_factory=dict)
    every: "Place | None" = None
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    required: bool = False

    def inside(self, step: str | int) -> "Place | None":
        """The place one step further in; None where the model has none."""
        return self.keys.get(step, self.every) if isinstance(step, str) else self.every

    def at(self, path: Path) -> "Place | None":
        """The place at the end of `path`."""
        place: Place | None = self
        for step in path:
            place = place.inside(step) if place else None
        return place

    def homes(self, key: str, above: str = "") -> Iterator[str]:
        """The dotted places, in the model's order, of the mappings that have `key`; `*` stands for any name."""
        if key in self.keys:
            yield above
        for name, place in [*self.keys.items(), *([("*", self.every)] if self.every else [])]:
            yield from place.homes(key, f"{above}.{name}".lstrip("."))


@cache
def place_of(model: type[BaseModel]) -> Place:
    """The place that `model` describes."""
    keys = {
        name: replace(_place(info.annotation, _examples(info)), required=info.is_required())
        for name, info in model.model_fields.items()
    }
    return Place("mapping", keys=keys)


def _examples(field_info: FieldInfo) -> list[Any]:
    default = [field_info.default] if isinstance(field_info.default, str) else []
    return field_info.examples or default


def _place(annotation: Any, examples: list[Any] | None = None) -> Place:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        named = next((found.examples for found in arguments[1:] if getattr(found, "examples", None)), examples)
        return _place(arguments[0], named)
    if origin in (Union, UnionType):
        return _union([_place(each, examples) for each in arguments if each is not NoneType], NoneType in arguments)
    if origin is Literal:
        return Place("text", choices=tuple(arguments))
    if origin in (list, dict):
        return Place("list" if origin is list else "mapping", every=_place(arguments[-1]))
    if annotation in _SCALARS:
        return Place(_SCALARS[annotation], examples=tuple(map(str, examples or ())))
    return place_of(annotation)


def _union(places: list[Place], nothing: bool) -> Place:
    widest = next((place for place in places if place.kind == "number"), places[0])
    return replace(widest, nothing=nothing)
