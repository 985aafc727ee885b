"""Findings as the JSON of the command line's contract."""

import json
from collections.abc import Sequence
from typing import TextIO

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.summary import verdict


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes `{"findings": […], "checked": {…}, "verdict": "pass"|"fail"}`."""
    content = {
        "findings": [found.as_json() for found in findings],
        "checked": dict(checked),
        "verdict": verdict(findings),
    }
    stream.write(f"{json.dumps(content, indent=2)}\n")
