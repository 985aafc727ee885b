"""The verdict beside a saved plan: what it was made from, and whether it may still be applied."""

import hashlib
import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from generator.applying import rules
from generator.applying.state import Mark
from generator.findings import Finding
from generator.findings_catalogue import RuleDescription

VERDICT = "verdict.json"
LONGEST = timedelta(hours=24)
"""How long a verdict counts."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a plan was made from and for. `made` is UTC in ISO 8601; `commit` is None outside of a repository.

    `live` is false for a plan against an empty stand-in, which nothing can be applied to.
    """

    sha256: str
    spec_sha256: str
    commit: str | None
    made: str
    target: str
    live: bool
    account_id: str
    region: str
    state: Mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verdict.json` holds, as far as an apply needs it. `stamp` is None where it got no further than findings."""

    passed: bool
    stamp: Stamp | None


def write_verdict(
    build: Path, findings: Sequence[Finding], checked: dict[str, str | int], *, passed: bool, stamp: Stamp | None
) -> None:
    """Writes the verdict beside the plan."""
    content: dict[str, object] = {
        "findings": [found.as_json() for found in findings],
        "checked": checked,
        "verdict": "pass" if passed else "fail",
        "plan": asdict(stamp) if stamp else None,
    }
    (build / VERDICT).write_text(json.dumps(content, indent=2) + "\n")


def read_verdict(build: Path) -> Verdict | None:
    """The verdict beside the plan; None where there is none that can be read."""
    try:
        content = json.loads((build / VERDICT).read_text())
        return Verdict(content["verdict"] == "pass", _stamp(content["plan"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _stamp(content: dict[str, Any] | None) -> Stamp | None:
    return Stamp(**{**content, "state": Mark(**content["state"])}) if content else None


def differences(made: Stamp, now: Stamp, *, spec: str) -> Iterator[Finding]:
    """Why a plan that was made so must not be applied now; `spec` is the spec's file.

    `now` has what is true at this moment: the hashes of the files, the commit, the time and the state.
    """

    def finding(rule: RuleDescription, message: str, fix: str = "plan the environment again") -> Finding:
        return Finding(
            rule=rule.id,
            severity=rule.severity,
            message=message,
            fix=fix,
            source=rule.source,
            file=spec,
            line=1,
            column=1,
        )

    if made.sha256 != now.sha256:
        yield finding(rules.ALTERED, f"the saved plan is {now.sha256[:12]}…, and {made.sha256[:12]}… was judged")
    age = datetime.fromisoformat(now.made) - datetime.fromisoformat(made.made)
    if not timedelta(minutes=-5) <= age <= LONGEST:
        hours = f"{LONGEST / timedelta(hours=1):.0f}"
        yield finding(rules.STALE, f"the verdict was made at {made.made}, and counts for {hours} hours")
    if made.spec_sha256 != now.spec_sha256:
        yield finding(rules.OTHER_SPEC, "the spec was edited after the plan was made")
    if made.commit != now.commit:
        yield finding(rules.OTHER_COMMIT, f"the plan was made from {made.commit}, and this is {now.commit}")
    yield from _elsewhere(made, now, finding)


def _elsewhere(made: Stamp, now: Stamp, finding: Any) -> Iterator[Finding]:
    places = [(each.target, each.account_id, each.region) for each in (made, now)]
    if places[0] != places[1]:
        there, here = ("/".join(place) for place in places)
        yield finding(rules.OTHER_TARGET, f"the plan is for {there}, and this is {here}")
    elif made.state.lineage != now.state.lineage:
        yield finding(rules.OTHER_STATE, "the plan was made against another state than the one that is there now")
    elif made.state.serial != now.state.serial:
        serials = f"serial {made.state.serial}, and it is at {now.state.serial} now"
        yield finding(rules.OTHER_STATE, f"the plan was made against the state's {serials}: somebody has applied since")


def sha256(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def commit_of(root: Path) -> str | None:
    """The commit that is checked out, and a hash of what differs from it, if anything; None outside of a repository."""
    top = _git(root, "rev-parse", "--show-toplevel")
    # A checkout without a repository of its own may lie inside somebody else's.
    if top is None or Path(top.decode().strip()) != root.resolve():
        return None
    head, changes = _git(root, "rev-parse", "HEAD"), _git(root, "diff", "HEAD")
    commit = (head or b"").decode().strip()
    return f"{commit}+{hashlib.sha256(changes).hexdigest()[:12]}" if changes else commit


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
