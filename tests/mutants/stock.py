"""checkov's own command line, as it comes, with the pack as its external checks: on many stacks in one process."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from generator.errors import ToolError
from generator.policing.pack import FOLDER, load_pack
from policies.engine.policy import PROVIDER, Violation, as_reported
from policies.engine.stack import Stack
from tests.conftest import ROOT

Kind = Literal["render", "plan"]
Fault = tuple[str, str, tuple[str, ...]]
"""A check that failed: its id, where, and what it said, sorted. In a render, checkov names no resource's type."""

_FILES: Mapping[Kind, tuple[str, str]] = {
    "render": ("cdk.tf.json", "terraform_json"),
    "plan": ("plan.json", "terraform_plan"),
}
# checkov keeps all that it logs for its support, down to each pair of check and resource: a third of its time.
_LAUNCH = (
    "import gc, logging, runpy, sys; logging.disable(logging.INFO); gc.set_threshold(100_000, 50, 50); "
    "sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
)
_OWN_SETTINGS = ("BC_", "CKV_", "CHECKOV_", "PRISMA_", "LOG_LEVEL")


@dataclass(frozen=True, slots=True)
class Answer:
    """What checkov's command line failed on a stack: policies of the pack, and its own checks as (id, where)."""

    policies: frozenset[Fault] = field(default_factory=frozenset)
    own: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def as_json(self) -> str:
        """The answer as text, to be kept."""
        return json.dumps([sorted(self.policies), sorted(self.own)])

    @staticmethod
    def of_json(text: str) -> "Answer":
        """The answer that was kept."""
        policies, own = json.loads(text)
        return Answer(
            frozenset((check, place, tuple(said)) for check, place, said in policies),
            frozenset((check, place) for check, place in own),
        )


def ask(stacks: Mapping[str, Mapping[str, Any]], kind: Kind, *, quick: bool = True) -> dict[str, Answer]:
    """checkov's answers on renders or plans by name, from one run of its command line on a folder of them.

    `quick` runs it without its debug log. Raises ToolError if it ends otherwise than with a verdict.
    """
    with tempfile.TemporaryDirectory(prefix="tidegate-mutants-") as folder:
        for name, data in stacks.items():
            file = Path(folder) / name / _FILES[kind][0]
            file.parent.mkdir()
            # Of a file of one line, checkov would report all with each failure.
            file.write_text(json.dumps(data, indent=1))
        reports = _run(Path(folder), kind, quick=quick)
    failed: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for report in reports:
        for record in report.get("results", {}).get("failed_checks", []):
            failed[Path(record["file_path"]).parts[1]].append(record)
    return {name: _answer(failed[name]) for name in stacks}


def expected(found: Mapping[str, Mapping[str, list[Violation]]], stack: Stack) -> frozenset[Fault]:
    """What checkov must fail on a stack, from what each policy, by id, says of each address."""
    return frozenset(
        (policy, _called(place, stack.kind), tuple(sorted({each.message for each in said})))
        for policy, by_address in found.items()
        for place, said in as_reported(dict(by_address), stack).items()
        if said
    )


def question(data: Mapping[str, Any], kind: Kind) -> str:
    """What an answer depends on, as a short text: the stack, checkov, and every file of the pack."""
    content = json.dumps([version("checkov"), _pack(), kind, data], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


@cache
def _pack() -> str:
    digest = hashlib.sha256()
    for file in sorted(each for each in FOLDER.rglob("*") if each.suffix in (".py", ".yaml")):
        digest.update(file.relative_to(FOLDER).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _run(folder: Path, kind: Kind, *, quick: bool) -> list[dict[str, Any]]:
    program = str(Path(sys.executable).with_name("checkov"))
    command = [sys.executable, "-c", _LAUNCH, program] if quick else [program]
    command += ["-d", str(folder), "--external-checks-dir", str(FOLDER), "--framework", _FILES[kind][1]]
    command += ["--skip-download", "--output", "json", "--quiet", "--compact"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(_OWN_SETTINGS)}
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise ToolError(f"checkov ended with {done.returncode}: {done.stderr[-2000:]}", fix="see what it says")
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise ToolError(f"checkov gave no JSON: {done.stderr[-2000:]}", fix="see what it says") from None
    return found if isinstance(found, list) else [found]


def _answer(records: list[dict[str, Any]]) -> Answer:
    own = {each.id for each in load_pack().policies}
    placed = [(str(each["check_id"]), _place(each["resource"]), each) for each in records]
    return Answer(
        frozenset((check, place, _details(record)) for check, place, record in placed if check in own),
        frozenset((check, place) for check, place, _ in placed if check not in own),
    )


def _details(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(set(record.get("details") or ())))


def _called(address: str, kind: Kind) -> str:
    """What checkov's command line calls a resource; a plan's by its address."""
    if address == PROVIDER or kind == "plan":
        return address
    return f"{'data' if address.startswith('data.') else 'resource'}.{address.rpartition('.')[2]}"


def _place(resource: str) -> str:
    block = resource.partition(".")[0]
    plain = "_" not in block and block not in ("data", "resource", "module")
    return PROVIDER if plain else resource.split("[", maxsplit=1)[0]


def differences(wanted: frozenset[Fault], answer: Answer) -> Iterator[str]:
    """A line for each failure that only one of the two has."""
    for policy, place, said in sorted(wanted - answer.policies):
        yield f"only the gate fails {policy} on {place}: {'; '.join(said)}"
    for policy, place, said in sorted(answer.policies - wanted):
        yield f"only checkov's command line fails {policy} on {place}: {'; '.join(said)}"
