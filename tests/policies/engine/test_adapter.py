"""A policy inside checkov, and inside its own command line as it comes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policies.engine.adapter import register
from policies.engine.answering import address_of, answer, forget
from policies.engine.policy import PROVIDER, Policy, Violation, as_reported, violations
from policies.engine.stack import Resource, Stack
from tests.conftest import ROOT
from tests.policies.compliant import compliant_plan, compliant_render, planned

CHECKOV = Path(sys.executable).with_name("checkov")
Json = dict[str, Any]


class Named(Policy):
    """Every topic is called right."""

    id = "CKV_TDG_199"
    title = "Topics are called right"
    category = "shape"
    why = "Because"
    source = "https://example.com"
    fix = "Rename it"
    types = ("aws_sns_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        return stack.kind == "render" and resource.get("name") != "exempt"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        del stack
        if resource.get("name") != "right":
            yield Violation("it is called wrong", attribute="name")


class Raising(Named):
    """A policy that fails."""

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        del resource, stack
        raise ValueError("no")


class Whole(Named):
    """A policy on the stack as a whole."""

    types = ("stack",)


WRONG = [Violation("it is called wrong", attribute="name")]


def stack_file(folder: Path, **topics: Json) -> Path:
    file = folder / "cdk.tf.json"
    file.write_text(json.dumps({"provider": {"aws": {}}, "resource": {"aws_sns_topic": topics, "aws_x": {"x": {}}}}))
    return file


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("aws_sns_topic.good", []),
        ("aws_sns_topic.bad", WRONG),
        ("aws_sns_topic.other", None),
        ("aws_sns_topic.none", None),
        ("aws_x.x", None),
        (PROVIDER, None),
        ("aws_sns_topic.missing", [Violation("aws_sns_topic.missing is not in the stack that was read")]),
    ],
)
def test_a_policy_answers_for_a_resource(tmp_path: Path, address: str, found: list[Violation] | None) -> None:
    topics: dict[str, Json] = {"good": {"name": "right"}, "bad": {"name": "wrong"}, "other": {"name": "exempt"}}
    file = stack_file(tmp_path, **topics, none={"count": 0})

    assert answer(Named(), address, file) == found


def test_instances_of_one_resource_say_the_same_once(tmp_path: Path) -> None:
    file = stack_file(tmp_path, several={"count": 3, "name": '${count.index == 0 ? "right" : "wrong"}'})

    assert answer(Named(), "aws_sns_topic.several", file) == WRONG


def test_a_policy_on_the_stack_answers_for_the_provider(tmp_path: Path) -> None:
    file = stack_file(tmp_path, bad={"name": "wrong"})

    assert answer(Whole(), PROVIDER, file) == WRONG
    assert answer(Whole(), "aws_sns_topic.bad", file) is None


def test_a_policy_that_fails_is_a_violation(tmp_path: Path) -> None:
    file = stack_file(tmp_path, bad={})

    assert answer(Raising(), "aws_sns_topic.bad", file) == [Violation("the policy failed: ValueError: no")]


@pytest.mark.parametrize("content", ["{", "[]", '{"module": {"m": {}}}'])
def test_a_stack_that_cannot_be_read_is_a_violation(tmp_path: Path, content: str) -> None:
    file = tmp_path / "cdk.tf.json"
    file.write_text(content)
    (found,) = answer(Named(), "aws_sns_topic.bad", file) or []

    assert found.message.startswith("the stack cannot be read: ")


def test_a_file_that_is_not_there_or_not_said_is_a_violation(tmp_path: Path) -> None:
    assert answer(Named(), "aws_sns_topic.bad", tmp_path / "none.json")
    assert answer(Named(), "aws_sns_topic.bad", None) == [Violation("checkov did not say which file it scans")]


def test_a_file_is_read_again_when_it_has_changed(tmp_path: Path) -> None:
    policy = Named()
    file = stack_file(tmp_path, bad={"name": "right"})
    before = answer(policy, "aws_sns_topic.bad", file)
    stack_file(tmp_path, bad={"name": "wrongly"})

    assert (before, answer(policy, "aws_sns_topic.bad", file)) == ([], WRONG)


def test_what_is_known_of_files_can_be_forgotten(tmp_path: Path) -> None:
    policy = Named()
    file = stack_file(tmp_path, bad={"name": "right"})
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    assert answer(policy, "aws_sns_topic.bad", file) == []
    stack_file(tmp_path, bad={"name": "wrong"})
    forget()
    os.utime(file, ns=times)

    assert answer(policy, "aws_sns_topic.bad", file) == WRONG


def test_what_checkov_does_not_see_is_said_of_the_provider() -> None:
    hidden = Resource("data.aws_sns_topic.d", "aws_sns_topic", "d", mode="data", read=True)
    secret = Resource("ephemeral.aws_sns_secret.e", "aws_sns_secret", "e", mode="ephemeral")
    seen = Resource("aws_sns_topic.t", "aws_sns_topic", "t")
    stack = Stack("render", None, (hidden, secret, seen))

    assert as_reported(violations(Named(), stack), stack) == {
        "aws_sns_topic.t": WRONG,
        PROVIDER: [Violation(f"{each.address}: it is called wrong", each.address, "name") for each in (hidden, secret)],
    }


@pytest.mark.parametrize(
    ("block", "conf", "address"),
    [
        ("resource", {}, "aws_x.n"),
        ("data", {}, "data.aws_x.n"),
        ("resource", {"__address__": 'aws_x.n["a.b"]'}, "aws_x.n"),
        ("data", {"__address__": "data.aws_x.n[0]"}, "data.aws_x.n"),
        ("provider", {"__address__": "aws.default"}, PROVIDER),
    ],
)
def test_checkovs_entity_has_the_address(block: str, conf: Json, address: str) -> None:
    assert address_of(block, conf, "aws_x", "/cdk.tf.json:aws_x:n") == address


def test_in_the_package_a_policy_is_registered_without_checkov() -> None:
    script = "import sys; from policies.backup_retention import check; print(check.id, 'checkov' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout == "CKV_TDG_401 False\n"
    assert isinstance(register(Named), Named)


def stock(*arguments: str) -> subprocess.CompletedProcess[str]:
    """checkov's own command line, with the pack's folder and nothing else of Tidegate."""
    options = ("--external-checks-dir", "policies", "--check", "CKV_TDG_*", "--skip-download", "--quiet", "--compact")
    return subprocess.run([CHECKOV, *arguments, *options], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build folder as `tidegate plan` leaves it."""
    shutil.copytree(planned("eu-west-1"), tmp_path / "eu-west-1", ignore=shutil.ignore_patterns(".terraform"))
    return tmp_path / "eu-west-1"


def test_the_stock_command_line_passes_what_complies(folder: Path) -> None:
    render = stock("-d", str(folder), "--framework", "terraform_json")
    plan = stock("-f", str(folder / "plan.json"), "--framework", "terraform_plan")

    for ran in (render, plan):
        assert ran.returncode == 0, ran.stdout
        assert "Failed checks: 0" in ran.stdout
        assert "Passed checks: 0" not in ran.stdout


def test_the_stock_command_line_fails_a_render_with_a_violation(folder: Path) -> None:
    data = compliant_render("eu-west-1")
    data["resource"]["aws_rds_cluster"]["orders"]["backup_retention_period"] = 1
    (folder / "cdk.tf.json").write_text(json.dumps(data))
    ran = stock("-d", str(folder), "--framework", "terraform_json")

    assert ran.returncode == 1
    assert "CKV_TDG_401" in ran.stdout


def test_the_stock_command_line_fails_a_plan_with_a_violation(folder: Path) -> None:
    data = compliant_plan("eu-west-1")
    for part in (data["planned_values"]["root_module"]["resources"], data["resource_changes"]):
        (cluster,) = [each for each in part if each["address"] == "aws_rds_cluster.orders"]
        (cluster.get("values") or cluster["change"]["after"])["backup_retention_period"] = 1
    (folder / "plan.json").write_text(json.dumps(data))
    ran = stock("-f", str(folder / "plan.json"), "--framework", "terraform_plan")

    assert ran.returncode == 1
    assert "CKV_TDG_401" in ran.stdout
