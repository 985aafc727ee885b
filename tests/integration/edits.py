"""Applies the edits of `edits.yaml` one after the other, and holds each plan against what it may touch.

`python -m tests.integration.edits [ENVIRONMENT]` runs all of them on a sandbox of their own (`make edits`).
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from generator.applying.applying import changed
from generator.targets.background import stop
from tests.integration.site import Site, checkout, tidegate

ENVIRONMENT = "us-east-1"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: what is replaced, which resources may change how, and which findings somebody has to accept for it."""

    name: str
    replace: Sequence[str]
    changes: Mapping[str, str]
    attributes: Sequence[str] = field(default=())
    waive: Sequence[str] = field(default=())


def edits() -> list[Edit]:
    """All edits, in their order."""
    return [Edit(**row) for row in yaml.safe_load((Path(__file__).parent / "edits.yaml").read_text())["edits"]]


def make(root: Path, environment: str, edit: Edit) -> None:
    """Edits the spec."""
    file = root / "environments" / f"{environment}.yaml"
    text = file.read_text()
    account = re.search(r'account_id: "(\d+)"', text)
    network = re.search(r"cidr: (\d+\.\d+)\.", text)
    assert account
    assert network
    old, new = edit.replace
    assert old in text, f"{edit.name}: {old!r} is not in the spec"
    new = new.replace("ACCOUNT", account[1]).replace("NETWORK", network[1])
    file.write_text(text.replace(old, new, 1))


def strays(plan: Mapping[str, Any], edit: Edit) -> Iterator[str]:
    """What a plan changes that the edit is not about, and what it would replace or delete."""
    touched = set()
    for each in plan["resource_changes"]:
        actions = [action for action in each["change"]["actions"] if action not in ("no-op", "read")]
        if not actions:
            continue
        address = each["address"].split("[")[0]
        allowed = {how for pattern, how in edit.changes.items() if re.fullmatch(pattern, address)}
        if actions not in (["update"], ["create"]):
            yield f"{address} is to be {'/'.join(actions)}d"
        elif not allowed & {*actions}:
            yield f"{address}: {actions[0]} of {', '.join(changed(each['change']))}"
        elif edit.attributes and actions == ["update"]:
            touched |= {*changed(each["change"])}
    # What follows from tags alone (a document that holds an ARN) is read again, and stays the same.
    yield from (f"{name} changes too" for name in sorted(touched - {*edit.attributes}) if edit.attributes)
    if not any(each["change"]["actions"] not in (["no-op"], ["read"]) for each in plan["resource_changes"]):
        yield "nothing changes"


def carry_out(root: Path, environment: str, edit: Edit) -> list[str]:
    """Edits, plans and applies; returns what was wrong."""
    make(root, environment, edit)
    waivers = root / "policies" / "waivers.yaml"
    kept = waivers.read_text()
    try:
        return _plan_and_apply(root, environment, edit, waivers)
    finally:
        waivers.write_text(kept)


def _plan_and_apply(root: Path, environment: str, edit: Edit, waivers: Path) -> list[str]:
    planned = tidegate(root, "plan", environment, "--format", "json")
    if planned.returncode and edit.waive:
        waivers.write_text(json.dumps({"waivers": list(_waivers(json.loads(planned.stdout), environment, edit))}))
        planned = tidegate(root, "plan", environment, "--format", "json")
    if planned.returncode:
        return [f"plan: {each}" for each in _said(planned.stdout, planned.stderr)]
    plan = json.loads((root / "build" / environment / "plan.json").read_text())
    wrong = list(strays(plan, edit))
    applied = tidegate(root, "apply", environment, "--format", "json")
    return wrong + [f"apply: {each}" for each in _said(applied.stdout, applied.stderr) if applied.returncode]


def _waivers(report: Mapping[str, Any], environment: str, edit: Edit) -> Iterator[dict[str, object]]:
    expires = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    who = {"owner": "orders", "reason": edit.name, "approver": "jane.doe@example.com", "expires": expires}
    for each in report["findings"]:
        if each["severity"] == "error" and each["rule"] in edit.waive:
            where = "resource" if each["resource"] else "path"
            yield {"rule": each["rule"], "environment": environment, where: each[where], **who}


def _said(output: str, errors: str) -> list[str]:
    try:
        found = json.loads(output)["findings"]
    except ValueError:
        return [errors.strip()]
    return [
        f"{each['rule']} {each['resource']}: {each['message']}"
        for each in found
        if each["severity"] == "error" and not each["waived"]
    ]


def main() -> None:
    """Applies an environment and all edits on it, on a sandbox of its own."""
    environment = sys.argv[1] if len(sys.argv) > 1 else ENVIRONMENT
    with tempfile.TemporaryDirectory(prefix="tidegate-edits-") as folder:
        root = checkout(Path(folder))
        failed = False
        try:
            begun = tidegate(root, "apply", environment, "--format", "json")
            print(f"{'applied' if begun.returncode == 0 else begun.stdout + begun.stderr}", flush=True)
            for edit in edits():
                wrong = carry_out(root, environment, edit)
                failed |= bool(wrong)
                print(f"{'ok  ' if not wrong else 'FAIL'} {edit.name}", *wrong, sep="\n     ", flush=True)
        finally:
            stop(Site(root, {}).project.sandbox)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
