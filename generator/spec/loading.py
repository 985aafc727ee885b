"""From a file to a validated environment, with everything that is wrong with it as findings."""

from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from generator.findings import Finding, in_reading_order
from generator.spec.document import Document
from generator.spec.model import Environment
from generator.spec.parsing import parse
from generator.spec.shape import shape_findings


@dataclass(frozen=True, slots=True)
class Loaded:
    """A spec file after loading: `environment` is there exactly if nothing is wrong with its shape."""

    document: Document | None
    environment: Environment | None
    findings: list[Finding]


def load(file: FilePath, *, shown_as: str | None = None) -> Loaded:
    """Loads the spec in `file`; findings name it `shown_as`. Never raises for what the file holds."""
    return load_bytes(file.read_bytes(), shown_as=shown_as or file.as_posix(), name=file.stem)


def load_bytes(content: bytes, *, shown_as: str, name: str | None) -> Loaded:
    """Loads a spec from a file's content; with a `name`, the environment must be called so."""
    document, findings = parse(content.decode("utf-8"), shown_as)
    if document is None:
        return Loaded(None, None, findings)
    environment: Environment | None = None
    try:
        environment = Environment.model_validate(document.data)
    except ValidationError as error:
        findings = findings + shape_findings(error, document)
    if findings:
        environment = None
    return Loaded(document, environment, in_reading_order(findings))
