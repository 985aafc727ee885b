"""`tidegate import` as a person calls it, on a sandbox that holds a cluster made by hand."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.adoption.imports import IMPORTS
from generator.cli.main import tidegate
from generator.errors import MisuseError
from generator.targets import opening
from tests.generator.adoption.estates import IDENTIFIER, make_estate

ACCOUNT = "222222222222"
WHO = ("--account", ACCOUNT, "--team", "ledger", "--email", "ledger@example.com", "--target", "sandbox")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A checkout whose sandbox runs, with the cluster in it."""
    root = tmp_path_factory.mktemp("import") / "checkout"
    (root / "environments").mkdir(parents=True)
    (root / "policies").mkdir()
    (root / "policies" / "waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    folder = root / "build" / "sandbox"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "sandbox", "serve", "--folder", str(folder), "--account", ACCOUNT]
    with subprocess.Popen([*command, "--no-data-plane"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline()
        with opening("sandbox", account_id=ACCOUNT, region="eu-west-1", sandbox=folder) as opened:
            make_estate(opened().session(region="eu-west-1"))
        yield root
        process.stdin.close()
        process.wait(30)


@pytest.fixture(autouse=True)
def here(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)


def call(environment: str, cluster: str = IDENTIFIER, region: str = "eu-west-1") -> Result:
    arguments = ["import", environment, "--cluster", cluster, "--region", region, *WHO]
    return CliRunner().invoke(tidegate, arguments, standalone_mode=False)


def test_a_cluster_is_written_down_and_can_be_rendered(root: Path) -> None:
    ran = call("ledger-eu")
    assert ran.return_value == 0, ran.output
    assert "resources will be imported, by environments/ledger-eu.imports.json" in ran.output
    assert "next: tidegate plan ledger-eu" in ran.output

    rendered = CliRunner().invoke(tidegate, ["render", "ledger-eu"], standalone_mode=False)
    assert rendered.return_value == 0, rendered.output
    blocks = json.loads((root / "build" / "ledger-eu" / IMPORTS).read_text(encoding="utf-8"))["import"]
    stack = json.loads((root / "build" / "ledger-eu" / "cdk.tf.json").read_text(encoding="utf-8"))
    addresses = {f"{kind}.{name}" for kind, named in stack["resource"].items() for name in named}
    assert {"to": "aws_rds_cluster.ledger", "id": "ledger"} in blocks
    assert {each["to"] for each in blocks} - addresses == set()
    assert stack["resource"]["aws_db_subnet_group"]["ledger"]["name"] == "production-data"

    again = call("ledger-eu")
    assert isinstance(again.exception, MisuseError)
    assert str(again.exception) == "environments/ledger-eu.yaml is there already"


def test_the_policies_take_an_import_beside_a_render(root: Path) -> None:
    ran = CliRunner().invoke(
        tidegate,
        ["policy", str(root / "build" / "ledger-eu" / "cdk.tf.json"), "--no-checkov"],
        standalone_mode=False,
    )
    assert ran.return_value == 0, ran.output


@pytest.mark.parametrize(
    ("cluster", "region", "message"),
    [
        ("nothing", "eu-west-1", "there is no cluster nothing in eu-west-1"),
        ("ledger", "us-east-1", "there is no cluster ledger in us-east-1"),
    ],
)
def test_a_cluster_that_is_not_there_is_named(cluster: str, region: str, message: str, root: Path) -> None:
    ran = call("other", cluster, region)
    assert isinstance(ran.exception, MisuseError)
    assert str(ran.exception) == message
    assert not (root / "environments" / "other.yaml").exists()
