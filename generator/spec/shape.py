"""Turns what pydantic says of a spec's shape into findings at the line of the fault."""

from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.findings import Finding
from generator.spec.document import Document, Path, dotted
from generator.spec.schema import json_schema

SPEC_REFERENCE = "docs/spec.md"


def shape_findings(error: ValidationError, document: Document) -> list[Finding]:
    """One finding for each of pydantic's errors."""
    return [_finding(detail, document) for detail in error.errors(include_url=False)]


def _finding(detail: ErrorDetails, document: Document) -> Finding:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    key = detail["type"] in ("extra_forbidden",) or "[key]" in detail["loc"]
    position = document.key_position(path) if key else document.position(path)
    return Finding(
        rule="SPEC005",
        severity="error",
        message=_message(detail, path),
        fix=_fix(detail, path),
        source=SPEC_REFERENCE,
        file=document.file,
        line=position.line,
        column=position.column,
        path=dotted(path) or None,
    )


def _message(detail: ErrorDetails, path: Path) -> str:
    name = dotted(path) or "the document"
    if detail["type"] == "missing":
        return f"`{name}` is missing"
    if detail["type"] == "extra_forbidden":
        return f"`{path[-1]}` is not a key of the spec here"
    return f"`{name}`: {detail['msg'].removeprefix('Value error, ')}"


def _fix(detail: ErrorDetails, path: Path) -> str:
    if detail["type"] == "missing":
        return f"add `{path[-1]}`"
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(str(path[-1]), _known_keys(), n=1)
        return f"did you mean `{near[0]}`?" if near else "remove it"
    return "see the key's description in docs/spec.md"


def _known_keys() -> list[str]:
    definitions = json_schema()
    parts = [definitions, *definitions["$defs"].values()]
    return sorted({key for part in parts for key in part.get("properties", {})})
