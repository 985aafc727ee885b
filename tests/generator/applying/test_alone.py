"""A plan waits for the apply of the same environment, and not for that of another."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator.applying.alone import alone
from generator.errors import MisuseError
from generator.project import Project
from tests.integration.site import TIDEGATE, VARIABLES, checkout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(checkout(tmp_path))


def test_who_has_to_wait_says_for_whom_and_goes_on_then(project: Project) -> None:
    said: list[str] = []
    command = "from generator.applying.alone import alone; from generator.project import find_project; "
    command += "from pathlib import Path\nwith alone(find_project(Path.cwd()), 'eu-west-1', print): print('mine')"
    with alone(project, "us-east-1", said.append), alone(project, "eu-west-1", said.append):
        other = subprocess.Popen(
            [sys.executable, "-u", "-c", command], cwd=project.root, stdout=subprocess.PIPE, text=True
        )
        assert other.stdout
        assert other.stdout.readline() == f"waiting for process {os.getpid()}, which works on eu-west-1\n"
        assert other.poll() is None
    assert (other.communicate()[0], other.returncode, said) == ("mine\n", 0, [])


def test_a_plan_waits_for_an_apply(project: Project) -> None:
    with alone(project, "eu-west-1", lambda _text: None):
        plan = subprocess.Popen(
            [TIDEGATE, "plan", "eu-west-1"], cwd=project.root, env=VARIABLES, stderr=subprocess.PIPE, text=True
        )
        assert plan.stderr
        assert plan.stderr.readline() == f"waiting for process {os.getpid()}, which works on eu-west-1\n"
        assert not (project.build("eu-west-1") / "cdk.tf.json").exists()
        plan.terminate()
        plan.communicate()


def test_for_an_environment_that_there_is_not_nothing_is_made(project: Project) -> None:
    with pytest.raises(MisuseError, match="there is no environment 'eu-wst-1'"), alone(project, "eu-wst-1", print):
        pass
    assert not (project.root / "build").exists()
