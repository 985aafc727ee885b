"""The side file that leads from a resource, or one of its attributes, back to the line of the spec."""

from generator.spec.document import Document
from generator.spec.paths import spec_path
from modules.register import Register


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


def _place(spec: str, document: Document) -> dict[str, object]:
    position = document.position(spec_path(spec, document))
    return {"spec": spec, "line": position.line, "column": position.column}
