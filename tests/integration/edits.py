"""Applies the edits of `edits.yaml` one after the other, and holds each plan against what it may touch.

`python -m tests.integration.edits [ENVIRONMENT]` runs all of them on a sandbox of their own (`make edits`).
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.applying.applying import changed
from generator.live.pending import pending
from generator.targets.background import stop
from tests.integration.site import Site, checkout, tidegate
from tests.integration.waiving import faults, plan_waived, waivers_of

ENVIRONMENT = "us-east-1"
LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit: what is replaced, which resources may change how, and which findings somebody has to accept for it.

    One that `waits` is taken by RDS at once, and done in the maintenance window.
    """

    name: str
    replace: Sequence[str]
    changes: Mapping[str, str]
    attributes: Sequence[str] = field(default=())
    waive: Sequence[str] = field(default=())
    waits: bool = False


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
    nothing = True
    for each in plan["resource_changes"]:
        actions = [action for action in each["change"]["actions"] if action not in ("no-op", "read")]
        if not actions:
            continue
        address = each["address"].split("[")[0]
        allowed = {how for pattern, how in edit.changes.items() if re.fullmatch(pattern, address)}
        names = _known(each["change"])
        if actions == ["update"] and not names:
            continue
        nothing = False
        if len(actions) > 1 or (actions == ["delete"] and "delete" not in allowed):
            yield f"{address} is to be {'/'.join(actions)}d"
        elif not allowed & {*actions}:
            yield f"{address}: {actions[0]} of {', '.join(names)}"
        elif edit.attributes and actions == ["update"]:
            yield from (f"{address}: {name} changes too" for name in names if name not in edit.attributes)
    if nothing:
        yield "nothing changes"


def _known(change: Mapping[str, Any]) -> list[str]:
    """The attributes that are known to change; of an update, not those that are only read again."""
    unknown = change.get("after_unknown") or {} if change["actions"] == ["update"] else {}
    return [name for name in changed(change) if unknown.get(name) is not True]


def rewritten(plan: Mapping[str, Any], state: Mapping[str, Any], edit: Edit) -> Iterator[str]:
    """What was to be read again only, as Terraform does with every document that names a changed resource, and differs.

    https://developer.hashicorp.com/terraform/language/data-sources#data-resource-behavior
    """
    values = {
        f"{each['type']}.{each['name']}": instance["attributes"]
        for each in state["resources"]
        for instance in each["instances"]
        if "index_key" not in instance
    }
    for each in plan["resource_changes"]:
        change = each["change"]
        may_differ = any(re.fullmatch(pattern, each["address"]) for pattern in edit.changes) and not edit.attributes
        if change["actions"] != ["update"] or may_differ:
            continue
        now = values.get(each["address"], {})
        for name in sorted({*changed(change)} - {*_known(change)} - {*edit.attributes}):
            if now.get(name) != change["before"].get(name):
                yield f"{each['address']}: {name} is another one now"


def carry_out(root: Path, environment: str, edit: Edit) -> list[str]:
    """Edits, plans and applies, which verifies too; returns what was wrong."""
    make(root, environment, edit)
    with waivers_of(root) as file:
        planned = plan_waived(root, environment, edit.name, edit.waive, file)
        if planned.returncode:
            return faults("plan", planned)
        plan = json.loads((root / "build" / environment / "plan.json").read_text())
        wrong = [*strays(plan, edit), *faults("apply", tidegate(root, "apply", environment, "--format", "json"))]
        wrong += rewritten(plan, Site(root, {}).store(environment).content(), edit)
    return wrong + (list(_in_the_window(root, environment)) if edit.waits and not wrong else [])


def _in_the_window(root: Path, environment: str) -> Iterator[str]:
    """What RDS has taken for the maintenance window is in force once that has come; yields what is not."""
    found = Site(root, {})
    session = found.target(environment).session()
    databases = [each["DBClusterIdentifier"] for each in session.client("rds").describe_db_clusters()["DBClusters"]]
    if not list(pending(session, databases)):
        yield "nothing waits for the maintenance window"
    found.faults.pass_time(days=7)
    limit = time.monotonic() + LONGEST_SECONDS
    while (waiting := list(pending(session, databases))) and time.monotonic() < limit:
        time.sleep(1)
    yield from (f"{each.what}, which has come" for each in waiting)
    yield from faults("verify", tidegate(root, "verify", environment, "--format", "json"))


def main() -> None:
    """Applies an environment and all edits on it, on a sandbox of its own."""
    environment = sys.argv[1] if len(sys.argv) > 1 else ENVIRONMENT
    with tempfile.TemporaryDirectory(prefix="tidegate-edits-") as folder:
        root = checkout(Path(folder))
        failed = False
        try:
            begun = tidegate(root, "apply", environment, "--format", "json")
            print(f"{'applied' if begun.returncode == 0 else begun.stdout + begun.stderr}", flush=True)
            failed = begun.returncode != 0
            for edit in edits():
                since = time.monotonic()
                wrong = carry_out(root, environment, edit)
                failed |= bool(wrong)
                line = f"{'ok  ' if not wrong else 'FAIL'} {edit.name} ({time.monotonic() - since:.0f} s)"
                print(line, *wrong, sep="\n     ", flush=True)
        finally:
            stop(Site(root, {}).project.sandbox)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
