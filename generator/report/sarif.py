"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines of the spec.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, TextIO
from urllib.parse import quote

from generator.findings import Finding
from generator.findings_catalogue import RuleDescription, describe
from generator.report.dispatch import Checked
from generator.report.printable import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_Json = dict[str, Any]


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes one run of Tidegate with its rules and its results."""
    ids = sorted({found.rule for found in findings})
    driver = {"name": "tidegate", "version": version("tidegate"), "rules": [_rule(each) for each in ids]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, ids) for found in findings],
        "properties": {"checked": dict(checked)},
    }
    stream.write(f"{json.dumps({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [run]}, indent=2)}\n")


def _rule(rule: str) -> _Json:
    described = describe(rule)
    return {"id": rule, **(_description(described) if described else {})}


def _description(described: RuleDescription) -> _Json:
    online = described.source.startswith("https://")
    return {
        "shortDescription": {"text": described.title},
        "fullDescription": {"text": described.explanation},
        "defaultConfiguration": {"level": described.severity},
        **({"helpUri": described.source} if online else {}),
    }


def _result(found: Finding, ids: list[str]) -> _Json:
    return {
        "ruleId": found.rule,
        "ruleIndex": ids.index(found.rule),
        "level": found.severity,
        "message": {"text": _plain(f"{one_line(found.message)}\nfix: {one_line(found.fix)}")},
        "locations": [location] if (location := _location(found)) else [],
        "partialFingerprints": {"tidegateFinding/v1": _fingerprint(found)},
        "properties": {"path": found.path, "resource": found.resource, "fix": found.fix, "source": found.source},
        **({"suppressions": [{"kind": "external", "status": "accepted"}]} if found.waived else {}),
    }


def _location(found: Finding) -> _Json:
    named = (("member", found.path), ("resource", found.resource))
    logical = [{"fullyQualifiedName": name, "kind": kind} for kind, name in named if name]
    return {
        **({"physicalLocation": _physical(found.file, found)} if found.file else {}),
        **({"logicalLocations": logical} if logical else {}),
    }


def _physical(file: str, found: Finding) -> _Json:
    path = quote(file, errors="replace")
    uri = f"file://{path}" if path.startswith("/") else path
    known = {"startLine": found.line, "startColumn": found.column}
    region = {name: number for name, number in known.items() if number is not None}
    return {"artifactLocation": {"uri": uri}, **({"region": region} if region else {})}


def _fingerprint(found: Finding) -> str:
    """The same for the same fault after lines have moved."""
    parts = (found.rule, found.file, found.path, found.resource, found.message)
    return hashlib.sha256("\0".join(str(part) for part in parts).encode(errors="backslashreplace")).hexdigest()


def _plain(text: str) -> str:
    """Text in which SARIF sees no link: a viewer would follow `[text](target)` of a hostile spec."""
    return text.replace("](", "]\\(")
