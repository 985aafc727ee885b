"""From a file to a validated environment, with everything that is wrong with it as findings."""

from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from pydantic import ValidationError

from generator.findings import Finding, in_reading_order
from generator.spec import syntax_rules as rules
from generator.spec.document import Document, Position
from generator.spec.faults import MOST_FAULTS, Faults
from generator.spec.model import Environment
from generator.spec.parsing import Parsed, parse
from generator.spec.places import place_of
from generator.spec.reading import decode, read
from generator.spec.shape import add_shape_findings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A spec file after loading: `environment` is there exactly if `findings` is empty."""

    document: Document | None
    environment: Environment | None
    findings: list[Finding]


def load(file: FilePath, *, shown_as: str | None = None) -> Loaded:
    """Loads the spec in `file`; findings name it `shown_as`. Never raises for what the file is or holds."""
    faults = Faults(shown_as or file.as_posix())
    content = read(file, faults)
    return Loaded(None, None, faults.found) if content is None else _load(content, faults, file.stem)


def load_bytes(content: bytes, *, shown_as: str, name: str | None) -> Loaded:
    """Loads a spec from a file's content; with a `name`, the environment must be called so."""
    return _load(content, Faults(shown_as), name)


def _load(content: bytes, faults: Faults, name: str | None) -> Loaded:
    text = decode(content, faults)
    if text is None:
        return Loaded(None, None, faults.found)
    parsed = parse(text, place_of(Environment), faults)
    document = parsed.document
    if document is None or document.data is None:
        if not faults.found:
            fix = "start from the example in the README"
            faults.add(rules.EMPTY, "the file has no content", fix, Position(1, 1))
        return Loaded(None, None, faults.found)
    environment = _validate(parsed, document, faults)
    if name is not None:
        _check_name(name, document, parsed, faults)
    return Loaded(document, None if faults.found else environment, _first(in_reading_order(faults.found)))


def _validate(parsed: Parsed, document: Document, faults: Faults) -> Environment | None:
    try:
        return Environment.model_validate(document.data)
    except ValidationError as error:
        add_shape_findings(error, document, place_of(Environment), parsed.unsure, faults)
        return None


def _check_name(name: str, document: Document, parsed: Parsed, faults: Faults) -> None:
    path = ("environment",)
    written = document.at(path)
    if not isinstance(written, str) or written == name or path in parsed.unsure:
        return
    message = f"the environment is called `{written}`, its file `{name}`"
    fix = f"write `environment: {name}`, or rename the file"
    faults.add(rules.OTHER_NAME, message, fix, document.position(path), path)


def _first(findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MOST_FAULTS:
        return findings
    rest = replace(
        findings[MOST_FAULTS],
        rule=rules.TOO_MANY.id,
        severity=rules.TOO_MANY.severity,
        source=rules.TOO_MANY.source,
        message=f"there are more than {MOST_FAULTS} findings; the rest of the file is not shown",
        fix="mend the first ones, then call again",
        path=None,
    )
    return [*findings[:MOST_FAULTS], rest]
