"""`tidegate plan` as a person calls it: real Terraform, the real provider, a sandbox that comes and goes."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.applying.alone import MINE
from tests.conftest import ROOT

TIDEGATE = Path(sys.executable).with_name("tidegate")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of the specs alone, so that a test leaves nothing in the real one."""
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    for name in ("pyproject.toml", ".terraform.lock.hcl"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def tidegate(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Calls the command line in `checkout`, with `variables` over the environment."""
    environment = {**os.environ, **variables}
    return subprocess.run(
        [TIDEGATE, *arguments], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )


def processes_naming(text: str) -> list[str]:
    """The command lines of this machine's processes in which `text` stands, or whose working directory holds it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = str((process / "cwd").readlink())
        except OSError:
            continue
        if text in command or text in folder:
            found.append(command)
    return found


def only_programs(checkout: Path, *names: str) -> str:
    """A PATH that holds the named programs and nothing else."""
    folder = checkout / "programs"
    folder.mkdir()
    for name in names:
        program = shutil.which(name)
        assert program
        (folder / name).symlink_to(program)
    return str(folder)


def edited(checkout: Path, environment: str, old: str, new: str) -> None:
    """Edits a spec as an app team would."""
    file = checkout / "environments" / f"{environment}.yaml"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_a_plan_is_saved_with_its_json_its_hash_and_its_verdict(checkout: Path, environment: str) -> None:
    called = tidegate(checkout, "plan", environment)
    assert (called.returncode, called.stderr) == (0, "")
    build = checkout / "build" / environment
    digest = hashlib.sha256((build / "plan.tfplan").read_bytes()).hexdigest()
    assert (build / "plan.sha256").read_text() == f"{digest}  plan.tfplan\n"
    verdict = json.loads((build / "verdict.json").read_text())
    assert (verdict["verdict"], verdict["checked"]["plan"], verdict["findings"]) == ("pass", digest, [])
    planned = json.loads((build / "plan.json").read_text())["resource_changes"]
    assert {tuple(each["change"]["actions"]) for each in planned} == {("create",), ("read",)}
    created = sum(each["change"]["actions"] == ["create"] for each in planned)
    total = next(line.split() for line in called.stdout.splitlines() if line.startswith("total"))
    assert total[1] == str(created)
    assert not processes_naming(str(checkout))


def test_what_users_write_arrives_in_the_plan_unchanged(checkout: Path) -> None:
    text = "SET @hello = \"${world} %{ if x }\", @path = 'C:\\temp', @rate = '50 % & grüße'\n-- second line"
    edited(
        checkout, "eu-west-1", 'max_connections: "2000"', f'max_connections: "2000", init_connect: {json.dumps(text)}'
    )
    called = tidegate(checkout, "plan", "eu-west-1")
    assert called.returncode == 0, called.stdout + called.stderr
    plan = json.loads((checkout / "build" / "eu-west-1" / "plan.json").read_text())
    (group,) = (each for each in plan["resource_changes"] if each["type"] == "aws_rds_cluster_parameter_group")
    values = {each["name"]: each["value"] for each in group["change"]["after"]["parameter"]}
    assert values["init_connect"] == text


def test_several_databases_are_planned_side_by_side(checkout: Path) -> None:
    with (checkout / "environments" / "eu-west-1.yaml").open("a") as spec:
        spec.write(
            "  positions:\n"
            "    instance_class: db.m6gd.large\n"
            "    port: 3307\n"
            "    users:\n"
            "      - {name: keeper, role: arn:aws:iam::222222222222:role/keeper, endpoint: writer, auth: secret}\n"
        )
    called = tidegate(checkout, "plan", "eu-west-1")
    assert called.returncode == 0, called.stdout + called.stderr
    plan = json.loads((checkout / "build" / "eu-west-1" / "plan.json").read_text())
    clusters = {
        each["name"]: (each["change"]["after"]["port"], each["change"]["after"]["storage_type"])
        for each in plan["resource_changes"]
        if each["type"] == "aws_rds_cluster"
    }
    assert clusters == {"orders": (3306, "io1"), "positions": (3307, "gp3")}


def test_findings_stop_the_plan_before_anything_is_rendered(checkout: Path) -> None:
    edited(checkout, "eu-west-1", "iops: 3000", "iops: 100000")
    called = tidegate(checkout, "plan", "eu-west-1", "--format", "json")
    report = json.loads(called.stdout)
    assert (called.returncode, report["verdict"]) == (1, "fail")
    assert [(each["rule"], each["path"]) for each in report["findings"]] == [
        ("RDS014", "databases.orders.storage.iops")
    ]
    left = [each.name for each in sorted((checkout / "build" / "eu-west-1").iterdir())]
    assert left == [MINE, "verdict.json"]


def test_what_a_policy_refuses_stops_the_plan_until_it_is_waived(checkout: Path) -> None:
    edited(checkout, "eu-west-1", "    parameters:", "    deletion_protection: false\n    parameters:")
    called = tidegate(checkout, "plan", "eu-west-1", "--format", "json", "--today", "2026-11-22")
    refused = [each for each in json.loads(called.stdout)["findings"] if each["severity"] == "error"]
    assert (called.returncode, {each["path"] for each in refused}) == (1, {"databases.orders.deletion_protection"})
    waiver = {
        "environment": "eu-west-1",
        "owner": "orders",
        "reason": "The database is replaced by another one",
        "approver": "jane.doe@example.com",
        "expires": "2026-12-01",
    }
    rules = sorted({each["rule"] for each in refused})
    waivers = [{"rule": rule, "path": "databases.orders.deletion_protection", **waiver} for rule in rules]
    # checkov's own check says the same of the plan, which is not made before the policies pass.
    waivers.append({"rule": "CKV_AWS_139", "resource": "aws_rds_cluster.orders", **waiver})
    (checkout / "policies").mkdir()
    (checkout / "policies" / "waivers.yaml").write_text(json.dumps({"waivers": waivers}))
    accepted = tidegate(checkout, "plan", "eu-west-1", "--format", "json", "--today", "2026-11-22")
    findings = json.loads(accepted.stdout)["findings"]
    assert [each for each in findings if each["severity"] == "error" and not each["waived"]] == []
    assert {each["rule"] for each in findings if each["waived"]} == {*rules, "CKV_AWS_139"}
    assert accepted.returncode == 0
    expired = tidegate(checkout, "plan", "eu-west-1", "--format", "json", "--today", "2026-12-02")
    assert expired.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "variables", "message"),
    [
        (["eu-wst-1"], {}, "error: there is no environment 'eu-wst-1': environments/ holds eu-west-1, us-east-1"),
        ([], {}, "Error: Missing argument 'ENV'."),
        (["eu-west-1"], {"TIDEGATE_SANDBOX_PORT": "ninety"}, "error: TIDEGATE_SANDBOX_PORT=ninety is not a port"),
        (
            ["eu-west-1", "--target", "aws"],
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"},
            "error: AWS does not say whose credentials these are: Could not connect to the endpoint URL",
        ),
        (
            ["eu-west-1", "--target", "aws"],
            {"AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull},
            "error: AWS does not say whose credentials these are: Unable to locate credentials",
        ),
        (["eu-west-1"], {"JSII_NODE": "node-is-not-here"}, "error: Node.js is missing"),
        (
            ["eu-west-1"],
            {"TIDEGATE_PROVIDER_MIRROR": "/nowhere"},
            "error: TIDEGATE_PROVIDER_MIRROR=/nowhere does not hold",
        ),
    ],
)
def test_misuse_and_missing_tools_get_one_clear_line_and_a_fix(
    checkout: Path, arguments: list[str], variables: Mapping[str, str], message: str
) -> None:
    called = tidegate(checkout, "plan", *arguments, **variables)
    assert called.returncode == 2
    assert message in called.stderr
    assert "fix:" in called.stderr or "--help" in called.stderr
    assert "Traceback" not in called.stderr
    assert not processes_naming(str(checkout))


def test_a_port_in_use_is_named(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        called = tidegate(checkout, "plan", "eu-west-1", TIDEGATE_SANDBOX_PORT=str(port))
    assert called.returncode == 2
    assert f"port {port} on 127.0.0.1 is in use" in called.stderr


def test_without_terraform_and_without_its_releases_the_plan_says_so(checkout: Path) -> None:
    called = tidegate(
        checkout,
        "plan",
        "eu-west-1",
        PATH=only_programs(checkout, "node"),
        XDG_CACHE_HOME=str(checkout / "cache"),
        TIDEGATE_TERRAFORM_RELEASES="http://127.0.0.1:9",
    )
    assert called.returncode == 2
    assert called.stderr.startswith("error: there is no Terraform >= 1.11")


def test_a_provider_that_the_lock_does_not_know_is_refused(checkout: Path) -> None:
    lock = checkout / ".terraform.lock.hcl"
    lock.write_text(
        "".join(line for line in lock.read_text().splitlines(True) if "h1:" not in line and "zh:" not in line)
    )
    called = tidegate(checkout, "plan", "eu-west-1")
    assert called.returncode == 2
    assert called.stderr.startswith("error: terraform init failed: ")


def test_a_disk_that_refuses_to_be_written_to_is_named(checkout: Path) -> None:
    (checkout / "build").write_text("a file where the folder should be")
    called = tidegate(checkout, "plan", "eu-west-1")
    assert called.returncode == 2
    assert called.stderr.startswith("error: ")
    assert "Traceback" not in called.stderr


@pytest.mark.parametrize(
    ("sent", "seconds"), [(signal.SIGINT, 0.5), (signal.SIGINT, 2.0), (signal.SIGINT, 4.0), (signal.SIGTERM, 3.0)]
)
def test_an_interrupted_plan_leaves_no_process_behind(checkout: Path, seconds: float, sent: signal.Signals) -> None:
    process = subprocess.Popen(
        [TIDEGATE, "plan", "eu-west-1"], cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(seconds)
    process.send_signal(sent)
    _, errors = process.communicate(timeout=60)
    # Python itself may still be starting when the signal comes.
    assert process.returncode in {0, 128 + sent, -sent}
    assert "Traceback" not in errors
    assert not processes_naming(str(checkout))
