"""The side file that leads from a resource, or one of its attributes, back to the line of the spec."""

import re

from generator.spec.document import Document, Path
from modules.register import Register

_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def describe_origins(register: Register, document: Document) -> dict[str, object]:
    """`{address: {module, spec, line, column, attributes: {attribute: {spec, line, column}}}}` and the spec's file.

    Plans drop a render's comments, so what judges a plan reads this instead.
    """
    return {
        "file": document.file,
        "resources": {
            address: {
                "module": origin.module,
                **_place(origin.spec, document),
                "attributes": {name: _place(spec, document) for name, spec in origin.attributes.items()},
            }
            for address, origin in register.origins.items()
        },
    }


def spec_path(text: str, document: Document) -> Path:
    """The path that a dotted text means in `document`; keys of a mapping may hold dots themselves."""
    path: Path = ()
    rest = text
    while rest:
        path, rest = _next(path, rest, document)
    return path


def _next(path: Path, rest: str, document: Document) -> tuple[Path, str]:
    for length in range(len(rest), 0, -1):
        step = rest[:length]
        if (*path, step) in document.values and rest[length : length + 1] in ("", ".", "["):
            return (*path, step), rest[length:].removeprefix(".")
    found = _STEP.match(rest)
    if found is None:
        return path, ""
    index, name = found.groups()
    return (*path, int(index) if index else name), rest[found.end() :].removeprefix(".")


def _place(spec: str, document: Document) -> dict[str, object]:
    position = document.position(spec_path(spec, document))
    return {"spec": spec, "line": position.line, "column": position.column}
