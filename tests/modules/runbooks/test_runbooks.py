"""The runbooks of an environment: every command is one, and every name is the render's."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.facts.alarms import alarms, function_alarms
from generator.spec.loading import load_bytes
from generator.spec.model import Environment
from modules.runbooks import NAMES, address, runbooks
from tests.conftest import ENVIRONMENTS, ROOT, load_environment
from tests.modules.runbooks.commands import commands, faults
from tests.policies.compliant import rendered

SPECS = {
    **{name: (ROOT / "environments" / f"{name}.yaml").read_text(encoding="utf-8") for name in ENVIRONMENTS},
    "smallest": (ROOT / "tests" / "specs" / "pass-smallest.yaml").read_text(encoding="utf-8"),
    "adopted": (ROOT / "tests" / "specs" / "pass-network-subnets.yaml").read_text(encoding="utf-8"),
}


def spec(name: str) -> Environment:
    loaded = load_bytes(SPECS[name].encode(), shown_as=name, name=None)
    assert loaded.environment, loaded.findings
    return loaded.environment


@pytest.mark.parametrize("environment", SPECS)
@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_one(environment: str, name: str) -> None:
    found = commands(runbooks(spec(environment))[name])
    assert found
    assert [(words, list(faults(words))) for words in found if list(faults(words))] == []


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("aws rds failover-db-clusters --db-cluster-identifier x", "rds has no failover-db-clusters"),
        ("aws rdss describe", "there is no service rdss"),
        ("aws rds failover-db-cluster --cluster x", "FailoverDBCluster has no --cluster"),
        ("aws rds failover-db-cluster --region x", "FailoverDBCluster needs --db-cluster-identifier"),
        ("aws rds wait db-cluster-there --db-cluster-identifier x", "rds has no wait"),
        ("aws rds modify-db-cluster --db-cluster-identifier x --apply-immediately y", "--apply-immediately takes no"),
        ("aws rds modify-db-cluster --db-cluster-identifier x --iops many", "--iops takes a number"),
        ("aws rds modify-db-cluster --db-cluster-identifier", "--db-cluster-identifier takes a value"),
        ("aws rds modify-db-cluster x --db-cluster-identifier y", "x is the value of no option"),
        ("aws rds modify-db-cluster --db-cluster-identifier y z", "--db-cluster-identifier takes one value"),
        ("tidegate plane eu-west-1", "there is no command plane"),
        ("tidegate plan eu-west-1 --targets aws", "No such option '--targets'"),
        ("tidegate plan", "Missing argument 'ENV'"),
        ("rm -rf /", "rm is called as nobody knows"),
        ("mysql --host=x", "mysql is called as nobody knows"),
    ],
)
def test_what_is_no_command_is_found(command: str, message: str) -> None:
    (words,) = commands(f"   ```sh\n   {command}\n   ```\n")
    assert any(message in each for each in faults(words)), list(faults(words))


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_names_in_them_are_those_of_the_render(environment: str) -> None:
    stack = (rendered(environment) / "cdk.tf.json").read_text(encoding="utf-8")
    texts = "\n".join(runbooks(spec(environment)).values())
    patterns = (
        r"--log-group-name (\S+)",
        r"--db-subnet-group-name '([^']+)'",
        r"--db-cluster-parameter-group-name (\S+)",
        r"Name=group-name,Values=(\S+)",
        r"--backup-vault-name (\S+)",
        r"--secret-id ([a-z]\S+)",
        r"(alias/\S+/[a-z]+)",
        r"dig \+short (\S+)",
    )
    named = {found for pattern in patterns for found in re.findall(pattern, texts)}
    assert len(named) > 12
    assert [each for each in sorted(named) if f'"{each}"' not in stack] == []


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_they_lie_beside_the_render_as_the_command_prints_them(environment: str) -> None:
    folder = rendered(environment) / "runbooks"
    written = {file.stem: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert written == dict(runbooks(spec(environment)))


def test_every_alarm_leads_to_a_runbook_that_there_is() -> None:
    asked = {alarm.runbook for alarm in (*alarms(), *function_alarms())}
    assert asked <= set(NAMES)
    stack: dict[str, Any] = json.loads((rendered("eu-west-1") / "cdk.tf.json").read_text(encoding="utf-8"))
    described = [each["alarm_description"] for each in stack["resource"]["aws_cloudwatch_metric_alarm"].values()]
    leads = {re.search(r"Runbook: tidegate runbook eu-west-1 ([a-z-]+)$", each) for each in described}
    assert None not in leads
    assert {found[1] for found in leads if found} == asked
    assert max(map(len, described)) <= 1024


def test_alarms_lead_to_where_runbooks_are_published() -> None:
    text = SPECS["eu-west-1"] + "alerts: {runbook_url: https://wiki.example.com/runbooks/}\n"
    published = load_bytes(text.encode(), shown_as="x", name=None).environment
    assert published
    assert address(published, "failover") == "https://wiki.example.com/runbooks/eu-west-1/failover.md"
    assert address(spec("eu-west-1"), "failover") == "tidegate runbook eu-west-1 failover"


def test_no_region_outside_of_the_jurisdiction_is_offered() -> None:
    environment = load_environment("eu-west-1").environment
    assert environment
    text = runbooks(environment)["region-lost"]
    assert "eu-central-1" in text
    assert "us-east-2" not in text
    assert "eu-west-2" not in text


def test_every_template_is_a_runbook() -> None:
    folder = Path(ROOT / "modules" / "runbooks" / "templates")
    assert {file.name.removesuffix(".md.j2") for file in folder.iterdir()} == set(NAMES)
