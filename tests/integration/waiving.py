"""Plans an edit that somebody has accepted: waivers are written for what is found, and for nothing else."""

import json
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.integration.site import tidegate

ROUNDS = 4
"""The rules, the policies on the render, the guards, and the policies on the plan: each stops what comes after it."""


@contextmanager
def waivers_of(root: Path) -> Iterator[Path]:
    """The waivers' file, which is as it was after the block."""
    file = root / "policies" / "waivers.yaml"
    kept = file.read_text()
    try:
        yield file
    finally:
        file.write_text(kept)


def plan_waived(
    root: Path, environment: str, reason: str, rules: Collection[str], file: Path
) -> subprocess.CompletedProcess[str]:
    """Plans; waives in `file` what is found by one of `rules`, and plans again, until nothing new can be waived."""
    written: list[dict[str, str]] = []
    for _ in range(ROUNDS):
        planned = tidegate(root, "plan", environment, "--format", "json")
        known = len(written)
        for each in _waivers(planned, environment, reason, rules):
            if each not in written:
                written.append(each)
        if len(written) == known:
            break
        file.write_text(json.dumps({"waivers": written}))
    return planned


def _waivers(
    planned: subprocess.CompletedProcess[str], environment: str, reason: str, rules: Collection[str]
) -> Iterator[dict[str, str]]:
    expires = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    who = {"owner": "orders", "reason": reason, "approver": "jane.doe@example.com", "expires": expires}
    for each in said(planned):
        if each["rule"] in rules:
            where = "resource" if each["resource"] else "path"
            yield {"rule": each["rule"], "environment": environment, where: each[where], **who}


def said(called: subprocess.CompletedProcess[str]) -> list[Mapping[str, Any]]:
    """The errors in a report that nobody has waived; none where a command ended without one."""
    found = json.loads(called.stdout)["findings"] if called.stdout.strip() else []
    return [each for each in found if each["severity"] == "error" and not each["waived"]]


def faults(step: str, called: subprocess.CompletedProcess[str]) -> list[str]:
    """What a command found wrong, in words; what it said, where it did not get to a report."""
    if called.returncode == 0:
        return []
    found = [f"{step}: {each['rule']} {each['resource']}: {each['message']}" for each in said(called)]
    return found or [f"{step}: {called.stderr.strip() or called.stdout.strip()}"]
