"""Waivers: findings that somebody has accepted, on one thing, for a reason, for a while."""

import json
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from generator import waiver_rules as rules
from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.spec.document import Document
from generator.spec.document import Path as SpecPath
from generator.spec.faults import Faults
from generator.spec.model.part import Part, Text
from generator.spec.parsing import Parsed, parse
from generator.spec.places import place_of
from generator.spec.reading import decode, read
from generator.spec.schema import schema_of
from generator.spec.shape import add_shape_findings

LONGEST = timedelta(days=90)
_Date = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", examples=["2027-01-31"])]
_ONE_RULE = re.compile(r"[A-Z][A-Z0-9_]*[0-9]")
_ONE_RESOURCE = re.compile(r"(data\.)?[a-z0-9_]+\.[A-Za-z0-9_-]+(\[(\d+|\"[^\"*?]+\")\])?")
_ONE_PATH = re.compile(r"[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+|\[\d+\])*")
_NEVER = re.compile(r"(SPEC|TFP|WVR|GATE)\d+|GRD09\d|SCP\d+")
_RESIDENCY = re.compile(r"RES\d+|CKV_TDG_[89]\d+")


class Waiver(Part):
    """One accepted finding: of one rule, in one environment, on one resource or at one spec path."""

    rule: Annotated[Text, Field(examples=["CKV_TDG_503"])]
    """The rule's id, in full."""
    environment: Annotated[Text, Field(examples=["eu-west-1"])]
    """The environment, by its name."""
    resource: Annotated[Text, Field(examples=["aws_cloudwatch_log_group.flow-logs"])] | None = None
    """The Terraform address that the finding names; without a key it is meant for all instances."""
    path: Annotated[Text, Field(examples=["databases.orders.backup.retention_days"])] | None = None
    """The spec path that the finding names."""
    owner: Annotated[Text, Field(examples=["orders"])]
    """The team that mends it until the waiver expires."""
    reason: Annotated[Text, Field(examples=["The new log group takes over in January"])]
    """Why it is accepted until then."""
    approver: Annotated[Text, Field(examples=["jane.doe@example.com"])]
    """Who has accepted it."""
    expires: _Date
    """The last day, in UTC, on which the waiver is valid; at most 90 days ahead."""


class WaiverFile(Part):
    """The content of `policies/waivers.yaml`."""

    waivers: list[Waiver]
    """All waivers; an empty list for none."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A waiver that is valid today, and its place in its file's list."""

    waiver: Waiver
    place: int

    def covers(self, found: Finding, environment: str) -> bool:
        """Whether this is what was accepted."""
        waiver = self.waiver
        if (waiver.rule, waiver.environment) != (found.rule, environment):
            return False
        addresses = (found.resource, (found.resource or "").split("[")[0])
        on_resource = waiver.resource is None or waiver.resource in addresses
        return on_resource and waiver.path in (None, found.path)


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers that are valid, and the file they stand in (None if there is none)."""

    valid: tuple[Placed, ...] = ()
    document: Document | None = field(default=None, repr=False)


def load_waivers(
    file: Path, today: date, *, shown_as: str | None = None, environments: Collection[str] | None = None
) -> tuple[Waivers, list[Finding]]:
    """The waivers in `file` that are valid on `today` (in UTC), and what is wrong with the file and with the others.

    Findings name it `shown_as`. With `environments`, a waiver must be for one of them. A file that is not there holds
    no waiver. Never raises for what the file is or holds.
    """
    if not file.exists():
        return Waivers(), []
    faults = Faults(shown_as or file.as_posix())
    parsed = _parsed(file, faults)
    document = parsed.document
    content = _validated(parsed, faults) if document else None
    found = [_as_waiver_fault(each) for each in faults.found]
    if document is None or content is None:
        return Waivers(), in_reading_order(found)
    valid = []
    for place, waiver in enumerate(content.waivers):
        wrong = list(_wrong(waiver, place, document, today, environments))
        found += wrong
        valid += [] if wrong else [Placed(waiver, place)]
    # What could not be read in full waives nothing: a waiver may be other than it seems.
    return Waivers(() if faults.found else tuple(valid), document), in_reading_order(found)


def apply_waivers(
    findings: Sequence[Finding], waivers: Waivers, environment: str, classification: str, *, complete: bool = True
) -> list[Finding]:
    """The findings, those that are waived marked so, and findings on waivers that waive nothing.

    `classification` is the one that the environment's spec states. `complete` is false where not everything that can
    find something has run: then nothing is said of waivers that were not used.
    """
    used: set[int] = set()
    refused: dict[int, Finding] = {}
    judged = []
    for found in findings:
        by = next((each for each in waivers.valid if each.covers(found, environment)), None)
        firm = classification == "personal" and bool(_RESIDENCY.fullmatch(found.rule))
        if by is not None:
            used.add(by.place)
        if by is not None and firm:
            refused[by.place] = _refusal(by, waivers)
        judged.append(replace(found, waived=True) if by is not None and not firm else found)
    own = [each for each in waivers.valid if each.waiver.environment == environment]
    unused = [_unused(each, waivers) for each in own if complete and each.place not in used]
    return in_reading_order([*judged, *refused.values(), *unused])


def schema_text() -> str:
    """The JSON schema of the file, as `policies/waivers.schema.json` holds it."""
    comment = "Generated from the model: `python -m generator.waivers > policies/waivers.schema.json`."
    return f"{json.dumps(schema_of(WaiverFile, title='Tidegate waivers', comment=comment), indent=2)}\n"


def _parsed(file: Path, faults: Faults) -> Parsed:
    content = read(file, faults)
    text = decode(content, faults) if content is not None else None
    return Parsed(None, frozenset()) if text is None else parse(text, place_of(WaiverFile), faults)


def _validated(parsed: Parsed, faults: Faults) -> WaiverFile | None:
    assert parsed.document is not None
    try:
        return WaiverFile.model_validate(parsed.document.data)
    except ValidationError as error:
        add_shape_findings(error, parsed.document, place_of(WaiverFile), parsed.unsure, faults)
        return None


def _as_waiver_fault(found: Finding) -> Finding:
    return replace(found, rule=rules.MALFORMED.id, source=rules.MALFORMED.source, severity=rules.MALFORMED.severity)


def _wrong(
    waiver: Waiver, place: int, document: Document, today: date, environments: Collection[str] | None
) -> Iterator[Finding]:
    def finding(rule: RuleDescription, key: str, message: str, fix: str) -> Finding:
        return _finding(rule, document, ("waivers", place, key), message, fix)

    if _NEVER.fullmatch(waiver.rule):
        fix = "mend what it found"
        yield finding(rules.NEVER, "rule", f"a finding of {waiver.rule} cannot be waived", fix)
    elif not _ONE_RULE.fullmatch(waiver.rule):
        yield finding(
            rules.TOO_BROAD, "rule", f"`{waiver.rule}` is not the id of one rule", "write a rule's id in full"
        )
    if waiver.resource is None and waiver.path is None:
        fix = "add `resource` or `path`, as the finding names it"
        yield _finding(rules.TOO_BROAD, document, ("waivers", place), "it is not limited to one thing", fix)
    if waiver.resource is not None and not _ONE_RESOURCE.fullmatch(waiver.resource):
        fix = "write the address in full, as the finding names it"
        yield finding(rules.TOO_BROAD, "resource", f"`{waiver.resource}` is not the address of one resource", fix)
    if waiver.path is not None and not _ONE_PATH.fullmatch(waiver.path):
        fix = "write the path in full, as the finding names it"
        yield finding(rules.TOO_BROAD, "path", f"`{waiver.path}` is not one spec path", fix)
    if environments is not None and waiver.environment not in environments:
        known = ", ".join(sorted(environments))
        message = f"there is no environment `{waiver.environment}`"
        yield finding(rules.UNUSED, "environment", message, f"name one of {known}, or take the waiver out")
    yield from _wrong_date(waiver, place, document, today)


def _wrong_date(waiver: Waiver, place: int, document: Document, today: date) -> Iterator[Finding]:
    at: SpecPath = ("waivers", place, "expires")
    try:
        last = date.fromisoformat(waiver.expires)
    except ValueError:
        yield _finding(rules.MALFORMED, document, at, f"{waiver.expires} is not a day", "write a day of the calendar")
        return
    if last < today:
        message = f"this waiver of {waiver.rule} expired on {last}"
        yield _finding(rules.EXPIRED, document, at, message, "mend what it waives, or have it approved once more")
    elif last - today > LONGEST:
        message = f"{last} is more than {LONGEST.days} days ahead"
        yield _finding(rules.TOO_LONG, document, at, message, f"write {today + LONGEST} or an earlier day")


def _unused(placed: Placed, waivers: Waivers) -> Finding:
    assert waivers.document is not None
    waiver = placed.waiver
    message = f"this waiver waives nothing: {waiver.rule} finds nothing there in {waiver.environment}"
    return _finding(rules.UNUSED, waivers.document, ("waivers", placed.place), message, "take the waiver out")


def _refusal(placed: Placed, waivers: Waivers) -> Finding:
    assert waivers.document is not None
    message = f"a finding of {placed.waiver.rule} cannot be waived where the data is personal"
    fix = "mend what it found, and take the waiver out"
    return _finding(rules.PERSONAL, waivers.document, ("waivers", placed.place, "rule"), message, fix)


def _finding(rule: RuleDescription, document: Document, path: SpecPath, message: str, fix: str) -> Finding:
    faults = Faults(document.file)
    faults.add(rule, message, fix, document.position(path), path)
    return faults.found[0]


if __name__ == "__main__":
    sys.stdout.write(schema_text())
