"""What an apply leaves behind for whoever asks later."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from generator.applying.verdict import Stamp
from generator.findings import Finding

FOLDER = "evidence"


def write_evidence(
    build: Path, kind: str, stamp: Stamp, findings: Sequence[Finding], facts: Mapping[str, object]
) -> Path:
    """Writes one run's result under `evidence/`, named by kind and time; returns the file. No secret is in it."""
    folder = build / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    content = {
        "kind": kind,
        "at": now.isoformat(timespec="seconds"),
        "plan": asdict(stamp),
        "findings": [found.as_json() for found in findings],
        **facts,
    }
    file = folder / f"{kind}-{now:%Y%m%dT%H%M%S%fZ}.json"
    file.write_text(json.dumps(content, indent=2, default=str) + "\n")
    return file
