"""Writes the evidence of a drill beside its history."""

import json
from pathlib import Path

from drills.evidence.page import page
from drills.evidence.report import Report

VERDICT, PAGE = "verdict.json", "index.html"


def write_evidence(folder: Path, report: Report) -> Path:
    """Writes `verdict.json` and `index.html` into `folder`, and returns the page's path."""
    (folder / VERDICT).write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
    shown = folder / PAGE
    shown.write_text(page(report), encoding="utf-8")
    return shown
