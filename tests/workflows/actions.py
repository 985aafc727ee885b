"""Jobs of the workflows as a runner would run them: commands by bash, and what the actions do as far as ours need it.

Artifacts are folders, logins go to the sandbox's STS with the token that GitHub would give the job, and a checkout is
a clone. An action that is not known here is an error.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.targets import Target
from tests.conftest import ROOT
from tests.generator.checkouts import git
from tests.workflow_login import log_in
from tests.workflows.reading import Runner, read

SKIPPED = ("actions/setup-python",)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step came to: its name, its exit code, and what it printed."""

    name: str
    code: int
    said: str


@dataclass
class Job:
    """One job of a workflow, in a folder of its own: its checkout, outputs and page are in there.

    `values` are what expressions stand for, `subject` is whom GitHub's token says that the job is, `origin` is the
    repository, and `artifacts` the folder of the workflow's artifacts.
    """

    workflow: str
    name: str
    folder: Path
    origin: Path
    artifacts: Path
    values: Mapping[str, str]
    subject: str
    target: Target
    programs: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, before: Callable[[str], None] = lambda _step: None) -> list[Step]:
        """Runs the steps in order. After one that fails, only those that run nevertheless are run.

        `before` hears each step's name before it runs.
        """
        job = read(ROOT / f".github/workflows/{self.workflow}.yaml")["jobs"][self.name]
        done: list[Step] = []
        for step in job["steps"]:
            if any(each.code for each in done) and "!cancelled()" not in str(step.get("if", "")):
                continue
            before(str(step.get("name", step.get("uses"))))
            done.append(self._command(step, job) if "run" in step else self._action(step))
        return done

    @property
    def checkout(self) -> Path:
        """The job's own checkout."""
        return self.folder / "checkout"

    @property
    def built(self) -> Path:
        """What was planned, in the job's own checkout."""
        return self.checkout / "build" / self.values["matrix.environment"]

    @property
    def page(self) -> str:
        """What the job wrote to its page."""
        return (self.folder / "step-summary").read_text(encoding="utf-8")

    def _runner(self) -> Runner:
        return Runner(self.checkout, self.values, self.programs, self.variables)

    def _command(self, step: Mapping[str, Any], job: Mapping[str, Any]) -> Step:
        ran = self._runner().run(step, job)
        return Step(step["name"], ran.returncode, ran.stdout + ran.stderr)

    def _action(self, step: Mapping[str, Any]) -> Step:
        action = str(step["uses"]).partition("@")[0]
        given = {name: self._runner().evaluated(str(value)) for name, value in step.get("with", {}).items()}
        if action not in SKIPPED:
            _ACTIONS[action](self, given)
        return Step(str(step.get("name", action)), 0, "")

    def check_out(self, _given: Mapping[str, str]) -> None:
        """actions/checkout, with the tools that `make setup` would put beside it."""
        git(self.origin, "clone", "--quiet", str(self.origin), str(self.checkout))
        (self.checkout / ".venv").mkdir()
        (self.checkout / ".venv" / "bin").symlink_to(ROOT / ".venv" / "bin")

    def log_in(self, given: Mapping[str, str]) -> None:
        """aws-actions/configure-aws-credentials."""
        keys = log_in(
            self.target,
            given["role-to-assume"],
            self.subject,
            session=given["role-session-name"],
            seconds=int(given.get("role-duration-seconds", "3600")),
        )
        self.variables = {**self.variables, **keys, "AWS_REGION": given["aws-region"]}

    def upload(self, given: Mapping[str, str]) -> None:
        """actions/upload-artifact: hidden files are left out, and modes are not kept."""
        source = self.checkout / given["path"]
        if not source.is_dir():
            assert given.get("if-no-files-found") == "ignore", f"there is no {given['path']}"
            return
        shutil.copytree(
            source,
            self.artifacts / given["name"],
            ignore=lambda _folder, names: [name for name in names if name.startswith(".")],
            copy_function=shutil.copyfile,
        )

    def download(self, given: Mapping[str, str]) -> None:
        """actions/download-artifact."""
        shutil.copytree(self.artifacts / given["name"], self.checkout / given["path"], dirs_exist_ok=True)


_ACTIONS: Mapping[str, Callable[[Job, Mapping[str, str]], None]] = {
    "actions/checkout": Job.check_out,
    "actions/download-artifact": Job.download,
    "actions/upload-artifact": Job.upload,
    "aws-actions/configure-aws-credentials": Job.log_in,
}


def in_account(target: Target) -> dict[str, str]:
    """The variables by which everything that means AWS meets the sandbox, and nothing of this machine's beside it."""
    kept = {name: value for name, value in target.variables.items() if value is not None}
    keys = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION")
    return {name: value for name, value in kept.items() if name not in keys} | {"AWS_EC2_METADATA_DISABLED": "true"}
