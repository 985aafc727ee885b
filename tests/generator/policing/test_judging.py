"""What the gate says of a stack, and where in the spec it says it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.errors import MisuseError, ToolError
from generator.findings import Finding
from generator.policing import compare_stacks, judge_stack
from generator.policing.pack import load_pack
from tests.conftest import ENVIRONMENTS, ROOT, load_environment
from tests.generator.policing.packs import SOUND, pack_folder
from tests.policies.compliant import compliant_plan, compliant_render, planned

Json = dict[str, Any]
SPEC = ROOT / "environments" / "eu-west-1.yaml"

CULPRIT = SOUND.replace(
    'yield Violation("it is not rotated", attribute="enable_key_rotation")',
    'yield Violation("not so", culprit="aws_rds_cluster.orders", attribute="backup_retention_period")',
)


@pytest.fixture
def build(tmp_path: Path) -> Path:
    """A folder with render, plan and origins of eu-west-1."""
    folder = tmp_path / "eu-west-1"
    folder.mkdir()
    for name in ("cdk.tf.json", "plan.json", "origins.json"):
        shutil.copyfile(planned("eu-west-1") / name, folder / name)
    return folder


def spoilt(data: Json) -> Json:
    data["resource"]["aws_kms_key"]["logs"]["enable_key_rotation"] = False
    return data


def position(*path: str | int) -> tuple[int, int]:
    document = load_environment("eu-west-1").document
    assert document
    return document.position(path)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
@pytest.mark.parametrize("name", ["cdk.tf.json", "plan.json"])
def test_nothing_is_wrong_with_what_tidegate_renders_and_plans(environment: str, name: str) -> None:
    spec = ROOT / "environments" / f"{environment}.yaml"
    findings, checked = judge_stack(planned(environment) / name, spec=spec, with_checkov=True)

    assert findings == []
    assert checked["policies"] == len(load_pack().policies)
    assert checked["resources"] == 136
    assert checked["verdicts"] > 500


def test_nothing_is_wrong_with_the_stack_of_the_state_bucket() -> None:
    assert judge_stack(planned("eu-west-1") / "state" / "cdk.tf.json", with_checkov=True)[0] == []


def test_a_violation_is_a_finding_at_the_line_of_the_spec(build: Path, tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=SOUND))
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    line, column = position("region")

    assert judge_stack(build / "cdk.tf.json", pack=pack)[0] == [
        Finding(
            rule="CKV_TDG_199",
            severity="error",
            message="it is not rotated",
            fix="Mend it",
            source="https://example.com",
            file="environments/eu-west-1.yaml",
            line=line,
            column=column,
            path="region",
            resource="aws_kms_key.logs",
        )
    ]


def test_a_finding_is_at_the_line_of_the_culprit_and_of_its_attribute(build: Path, tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=CULPRIT))
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    (found,) = judge_stack(build / "cdk.tf.json", pack=pack)[0]

    assert (found.resource, found.path) == ("aws_rds_cluster.orders", "databases.orders.backup.retention_days")
    assert (found.line, found.column) == position("databases", "orders", "backup", "retention_days")


@pytest.mark.parametrize("culprit", ["aws_none.missing", "aws_kms_key.logs"])
def test_a_culprit_that_the_spec_does_not_know_leaves_the_place_to_the_subject(
    build: Path, tmp_path: Path, culprit: str
) -> None:
    text = CULPRIT.replace("aws_rds_cluster.orders", culprit)
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=text))
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    (found,) = judge_stack(build / "cdk.tf.json", pack=pack)[0]

    assert (found.resource, found.path) == (culprit, "region")


def test_without_origins_a_render_leads_to_the_spec_by_itself(build: Path, tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=SOUND))
    (build / "origins.json").unlink()
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    (found,) = judge_stack(build / "cdk.tf.json", spec=SPEC, pack=pack)[0]

    assert (found.file, found.line, found.column) == (SPEC.as_posix(), *position("region"))


def test_without_origins_and_spec_a_finding_names_the_resource_alone(build: Path, tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=SOUND))
    (build / "origins.json").unlink()
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    (found,) = judge_stack(build / "cdk.tf.json", pack=pack)[0]

    assert (found.file, found.line, found.resource) == (None, None, "aws_kms_key.logs")


def test_a_plan_that_lies_elsewhere_takes_the_origins_that_are_named(build: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(json.dumps({**compliant_plan("eu-west-1"), "complete": False}))
    (found,) = judge_stack(tmp_path / "plan.json", origins=build / "origins.json")[0]

    assert (found.rule, found.location) == ("GATE001", "environments/eu-west-1.yaml:1:1")


def test_origins_that_are_none_are_said_to_be_so(build: Path) -> None:
    (build / "origins.json").write_text("[]")

    with pytest.raises(ToolError, match=r"origins\.json is not what a render writes"):
        judge_stack(build / "cdk.tf.json")


def test_a_spec_with_findings_is_misuse(build: Path, tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("environment: eu-west-1\n")

    with pytest.raises(MisuseError, match="has findings"):
        judge_stack(build / "cdk.tf.json", spec=tmp_path / "spec.yaml")


def test_checkovs_own_check_is_a_finding_too(build: Path, tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=SOUND))
    (build / "cdk.tf.json").write_text(json.dumps(spoilt(compliant_render("eu-west-1"))))
    found = judge_stack(build / "cdk.tf.json", pack=pack, with_checkov=True)[0]

    assert [(each.rule, each.resource) for each in found] == [
        ("CKV_AWS_7", "aws_kms_key.logs"),
        ("CKV_TDG_199", "aws_kms_key.logs"),
    ]
    assert found[0].message == "checkov's own check failed: a key's material is rotated"
    assert found[0].path == "region"


def _swapped(data: Json, names: tuple[str, str]) -> Json:
    """The same render with the documents of two policies exchanged: each check's answers are another's."""
    documents = data["data"]["aws_iam_policy_document"]
    documents[names[0]], documents[names[1]] = documents[names[1]], documents[names[0]]
    return data


def _open_to_the_world(data: Json) -> Json:
    statement = {"effect": "Allow", "actions": ["*"], "resources": ["*"]}
    data["data"]["aws_iam_policy_document"]["orders_rotation"]["statement"] = [statement]
    return data


@pytest.mark.parametrize("first", [spoilt, _open_to_the_world, lambda data: data])
def test_a_warm_process_says_what_a_cold_one_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: Callable[[Json], Json]
) -> None:
    """checkov keeps policies by id, and IAM documents by a path that is the same for every environment."""
    answers = []
    for name, edit in (("warming", first), ("judged", lambda data: data), ("again", _open_to_the_world)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Path("cdk.tf.json").write_text(json.dumps(edit(compliant_render("eu-west-1"))))
        answers.append(judge_stack(Path("cdk.tf.json"), with_checkov=True)[0])

    assert answers[1] == []
    assert answers[2]
    assert (answers[0] == answers[2]) == (first is _open_to_the_world)


def test_a_file_that_changes_under_its_name_is_read_again(tmp_path: Path) -> None:
    pack = load_pack(pack_folder(tmp_path / "pack", encryption_trial=SOUND))
    file = tmp_path / "cdk.tf.json"
    found = []
    for value in (True, 1234):
        data = compliant_render("eu-west-1")
        data["resource"]["aws_kms_key"]["logs"]["enable_key_rotation"] = value
        file.write_text(json.dumps(data))
        found.append({each.rule for each in judge_stack(file, pack=pack, with_checkov=True)[0]})

    assert found[0] == set()
    assert "CKV_TDG_199" in found[1]
    assert "GATE007" not in found[1]


def test_the_render_and_its_plan_hold_the_same(build: Path) -> None:
    assert compare_stacks(build / "cdk.tf.json", build / "plan.json") == []


def test_a_resource_in_one_of_render_and_plan_is_a_finding(build: Path) -> None:
    data = compliant_render("eu-west-1")
    data["resource"]["aws_sns_topic"]["other"] = data["resource"]["aws_sns_topic"].pop("alerts")
    (build / "cdk.tf.json").write_text(json.dumps(data))
    found = compare_stacks(build / "cdk.tf.json", build / "plan.json", origins=build / "origins.json")

    assert [(each.rule, each.message) for each in found] == [
        ("GATE010", "aws_sns_topic.other is in the render and not in the plan"),
        ("GATE010", "aws_sns_topic.alerts is in the plan and not in the render"),
    ]
    assert [each.resource for each in found] == ["aws_sns_topic.other", "aws_sns_topic.alerts"]


def test_an_instance_that_is_missing_is_a_finding(build: Path) -> None:
    data = compliant_render("eu-west-1")
    name, alarm = next(iter(data["resource"]["aws_cloudwatch_metric_alarm"].items()))
    alarm["for_each"] = '${toset(["orders-instance-1", "orders-instance-2"])}'
    (build / "cdk.tf.json").write_text(json.dumps(data))
    (found,) = compare_stacks(build / "cdk.tf.json", build / "plan.json")

    assert found.message == (
        f"aws_cloudwatch_metric_alarm.{name}[orders-instance-3] is in the plan and not in the render"
    )


def test_a_render_and_a_plan_of_two_environments_differ(build: Path) -> None:
    (build / "plan.json").write_text(json.dumps(compliant_plan("us-east-1")))

    assert "the render and the plan do not say the same of their environment" in {
        each.message for each in compare_stacks(build / "cdk.tf.json", build / "plan.json")
    }
