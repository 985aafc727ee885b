"""The steps from a spec to a plan, where the command line cannot reach them."""

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

import pytest

from generator.pipeline import Outcome, load_environment, plan_rendered, render_environment
from generator.project import Project
from generator.targets import opening
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)


class Silence:
    """Nobody is told about the steps."""

    def step(self, _title: str) -> AbstractContextManager[Callable[[str], None]]:
        return nullcontext(lambda _note: None)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    shutil.copyfile(ROOT / ".terraform.lock.hcl", tmp_path / ".terraform.lock.hcl")
    return Project(tmp_path)


def test_what_the_provider_refuses_is_a_finding_at_the_line_of_the_spec(project: Project) -> None:
    loaded, _ = load_environment(project, "eu-west-1", TODAY)
    assert loaded.document
    assert loaded.environment
    resources, origins = render_environment(project, loaded.document, loaded.environment)
    file = project.build("eu-west-1") / "cdk.tf.json"
    stack = json.loads(file.read_text())
    stack["resource"]["aws_rds_cluster"]["orders"]["backup_retention_period"] = 40
    file.write_text(json.dumps(stack))
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as target:
        outcome = plan_rendered(
            project, loaded.environment, Outcome("eu-west-1", [], resources, origins), target, Silence()
        )
    assert outcome.plan is None
    (finding,) = outcome.findings
    position = loaded.document.position(("databases", "orders"))
    assert (finding.rule, finding.severity, finding.resource, finding.path) == (
        "TFP001",
        "error",
        "aws_rds_cluster.orders",
        "databases.orders",
    )
    assert (finding.file, finding.line, finding.column) == ("environments/eu-west-1.yaml", *position)
    assert finding.message == "expected backup_retention_period to be at most (35), got 40"
