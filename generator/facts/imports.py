"""How Terraform takes what exists into its state."""

from collections.abc import Mapping
from functools import cache
from string import Formatter

from generator.facts.reading import read_yaml

ID = "{id}"


def import_id(kind: str, arguments: Mapping[str, object], reported: str | None) -> str | None:
    """The id with which a resource of a type is imported; None where it cannot be told, or need not be imported.

    `arguments` are those of the render, references and all: an import block evaluates them. `reported` is the id that
    the provider reported when it had made the resource, or None where it did not come to that.
    """
    facts = _facts()
    if kind in facts["again"]:
        return None
    form = str(facts["import"].get(kind, ID))
    parts = {**arguments, **({"id": reported} if reported else {})}
    needed = {name for _, name, _, _ in Formatter().parse(form) if name}
    return form.format(**parts) if needed <= {*parts} else None


def tagged_type(kind: str) -> str | None:
    """What the Resource Groups Tagging API calls a type whose resources are found by their tags; else None."""
    return _facts()["tagged"].get(kind)


@cache
def _facts() -> Mapping[str, Mapping[str, str]]:
    return read_yaml("imports.yaml")
