"""Findings as JUnit XML: each is a test case, an error one that failed, a waived one that was skipped."""

from collections.abc import Sequence
from typing import TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.printable import one_line
from generator.report.summary import checked_in_words
from generator.report.text import plain_lines


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes one suite; a case of its own says what was checked, so that no report is empty."""
    failed = sum(found.severity == "error" and not found.waived for found in findings)
    numbers = {
        "tests": str(len(findings) + 1),
        "failures": str(failed),
        "errors": "0",
        "skipped": str(sum(found.waived for found in findings)),
    }
    suites = Element("testsuites", {"name": "tidegate", **numbers})
    suite = SubElement(suites, "testsuite", {"name": "tidegate", **numbers})
    SubElement(suite, "testcase", {"classname": "tidegate", "name": f"checked {checked_in_words(checked)}".strip()})
    for found in findings:
        _add_case(suite, found)
    indent(suites)
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n')


def _add_case(suite: Element, found: Finding) -> None:
    subject = " ".join(one_line(part) for part in (found.rule, found.path, found.resource) if part)
    known = {"file": found.file, "line": found.line}
    place = {name: one_line(str(value)) for name, value in known.items() if value is not None}
    classname = one_line(found.file or found.resource or "tidegate")
    case = SubElement(suite, "testcase", {"classname": classname, "name": subject, **place})
    text = "\n".join(plain_lines(found))
    message = {"message": one_line(found.message)}
    if found.waived:
        SubElement(case, "skipped", message).text = text
    elif found.severity == "error":
        SubElement(case, "failure", {**message, "type": found.rule}).text = text
    else:
        SubElement(case, "system-out").text = text
