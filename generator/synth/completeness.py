"""Refuses a render in which CDKTF lost or changed something without a word."""

import re
from collections.abc import Iterator, Mapping

from generator.errors import ToolError
from modules.register import Register

Json = dict[str, object]

_LEFTOVER = re.compile(r"TfToken\[|\$\{Token\[|[\ue000\ue001]")


def check_render(stack: Json, register: Register, private_paths: tuple[str, ...]) -> None:
    """Compares the rendered stack with what was put into it.

    `private_paths` are folders of this machine that must not appear in it. Raises ToolError for a resource that is
    missing (two ids that became one), a reference that was not resolved, an attribute that was set after the
    resource was made, or a path of this machine.
    """
    faults = [
        *_lost_resources(stack, register),
        *(f"{name} has no argument `{attribute}`" for name, attribute in register.strays()),
        *_unfit_text(stack, private_paths),
    ]
    if faults:
        raise ToolError(
            f"the render is not what the modules asked for: {'; '.join(faults)}",
            fix="mend the module that is named; nothing was written",
        )


def addresses(stack: Json) -> set[str]:
    """The addresses of all resources and data sources of a rendered stack."""
    return {address for address, _ in blocks(stack)}


def blocks(stack: Json) -> Iterator[tuple[str, Json]]:
    """The address and the body of every resource and data source of a rendered stack."""
    for section, prefix in (("resource", ""), ("data", "data.")):
        types = stack.get(section, {})
        assert isinstance(types, Mapping)
        for kind, named in types.items():
            for name, body in named.items():
                yield f"{prefix}{kind}.{name}", body


def _lost_resources(stack: Json, register: Register) -> Iterator[str]:
    rendered = addresses(stack)
    if register.entries != len(rendered):
        yield f"{register.entries} resources were made and {len(rendered)} are in the render"
    for address in sorted(register.origins.keys() ^ rendered):
        yield f"{address} is in the {'modules' if address in register.origins else 'render'} only"


def _unfit_text(value: object, private_paths: tuple[str, ...], place: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _unfit_text(str(key), private_paths, place)
            yield from _unfit_text(item, private_paths, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unfit_text(item, private_paths, f"{place}[{index}]")
    elif isinstance(value, str):
        if _LEFTOVER.search(value):
            yield f"{place} holds a reference that was not resolved"
        yield from (f"{place} holds a path of this machine" for path in private_paths if f"{path}/" in value)
