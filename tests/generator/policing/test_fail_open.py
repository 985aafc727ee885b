"""Every known way in which checkov passes without having checked: the gate fails in each."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from generator.errors import MisuseError
from generator.policing import judge_stack
from generator.policing.builtin import BuiltinCheck, builtin_checks
from generator.policing.expected import gaps
from generator.policing.pack import load_pack
from generator.policing.through_checkov import through_checkov
from generator.policing.verdicts import Run
from policies.engine.loading import load
from policies.engine.policy import violations
from tests.conftest import ROOT
from tests.generator.policing.packs import NAMELESS, RAISING, SOUND, UNPARSABLE, WITHOUT_CHECK, pack_folder
from tests.policies.compliant import compliant_plan, compliant_render

Json = dict[str, Any]
Edit = Callable[[Json], object]


@pytest.fixture
def render(tmp_path: Path) -> Path:
    file = tmp_path / "cdk.tf.json"
    file.write_text(json.dumps(compliant_render("eu-west-1")))
    return file


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(compliant_plan("eu-west-1")))
    return file


def rules(path: Path, folder: Path | None = None) -> set[str]:
    """The rules that the gate finds something of."""
    pack = load_pack(folder) if folder else None
    return {found.rule for found in judge_stack(path, with_checkov=True, pack=pack)[0]}


def gap_rules(run: Run, path: Path, *builtin: BuiltinCheck) -> set[str]:
    stack = load(path)
    said = {policy.id: violations(policy, stack) for policy in load_pack().policies}
    return {gap.rule.id for gap in gaps(said, builtin, stack, run)}


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return pack_folder(tmp_path / "sound", encryption_trial=SOUND)


def test_what_is_sound_passes(render: Path, plan: Path, sound: Path) -> None:
    assert rules(render, sound) == rules(plan, sound) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UNPARSABLE, {"GATE004", "GATE009"}),
        (NAMELESS, {"GATE004"}),
        (WITHOUT_CHECK, {"GATE004"}),
        (SOUND, {"GATE004"}),
    ],
    ids=["a syntax error", "no id", "nothing registered", "an id that is taken"],
)
def test_a_policy_that_cannot_be_loaded_fails(render: Path, sound: Path, text: str, expected: set[str]) -> None:
    (sound / "encryption_other.py").write_text(text)

    assert rules(render, sound) == expected


def test_a_policy_that_raises_fails(render: Path, sound: Path) -> None:
    (sound / "encryption_raising.py").write_text(RAISING)

    assert rules(render, sound) == {"GATE005"}


def test_a_policy_that_raises_fails_in_checkov_by_itself(render: Path, sound: Path) -> None:
    (sound / "encryption_raising.py").write_text(RAISING)
    run = through_checkov(render, "render", ["CKV_TDG_198"], sound)

    assert {verdict.outcome for verdict in run.verdicts} == {"FAILED"}
    assert run.verdicts[0].messages == ("the policy failed: ZeroDivisionError: division by zero",)


def test_a_folder_without_an_init_file_fails(render: Path, sound: Path) -> None:
    (sound / "__init__.py").unlink()

    assert rules(render, sound) == {"GATE004", "GATE006"}


def test_an_empty_folder_fails(render: Path, tmp_path: Path) -> None:
    assert rules(render, pack_folder(tmp_path / "nothing")) == {"GATE004"}


def test_policies_that_checkov_does_not_have_fail(render: Path, sound: Path) -> None:
    run = through_checkov(render, "render", [policy.id for policy in load_pack().policies], sound)

    assert gap_rules(run, render) == {"GATE006"}


def test_a_policy_that_was_filtered_fails(render: Path) -> None:
    chosen = [policy.id for policy in load_pack().policies]
    run = through_checkov(render, "render", chosen[1:], load_pack().folder)

    assert gap_rules(run, render) == {"GATE006"}


def test_the_wrong_framework_fails(render: Path) -> None:
    chosen = [policy.id for policy in load_pack().policies]
    run = through_checkov(render, "plan", chosen, load_pack().folder)

    assert run.verdicts == ()
    assert gap_rules(run, render) == {"GATE006"}


def test_an_id_that_checkov_does_not_know_fails(render: Path) -> None:
    unknown = BuiltinCheck("CKV_AWS_99999", "None", ("aws_kms_key",), "None", "None", "https://example.com")
    chosen = [unknown.id, *(policy.id for policy in load_pack().policies)]

    assert gap_rules(through_checkov(render, "render", chosen, load_pack().folder), render, unknown) == {"GATE008"}


def test_a_check_that_comes_to_no_verdict_fails(render: Path) -> None:
    mute = BuiltinCheck("CKV_AWS_7", "Rotation", ("aws_sns_topic",), "None", "None", "https://example.com")
    chosen = [mute.id, *(policy.id for policy in load_pack().policies)]

    assert gap_rules(through_checkov(render, "render", chosen, load_pack().folder), render, mute) == {"GATE006"}


def test_a_value_that_checkov_cannot_resolve_fails(render: Path, sound: Path) -> None:
    data = compliant_render("eu-west-1")
    data["variable"] = {"rotated": {}}
    data["resource"]["aws_kms_key"]["logs"]["enable_key_rotation"] = "${var.rotated}"
    render.write_text(json.dumps(data))

    found = judge_stack(render, with_checkov=True, pack=load_pack(sound))[0]

    assert "CKV_TDG_199" in {each.rule for each in found if each.resource == "aws_kms_key.logs"}


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"resource": []', '{"resource": {}, "resource": {}}'])
@pytest.mark.parametrize("name", ["cdk.tf.json", "plan.json"])
def test_a_file_that_cannot_be_parsed_fails(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)

    assert rules(tmp_path / name) == {"GATE001"}


@pytest.mark.parametrize("name", ["cdk.tf.json", "plan.json"])
def test_an_empty_object_fails(tmp_path: Path, name: str, sound: Path) -> None:
    (tmp_path / name).write_text("{}")

    assert {"GATE002", "GATE003"} <= rules(tmp_path / name, sound)


def test_a_file_that_checkov_cannot_parse_fails(render: Path, sound: Path) -> None:
    """checkov ends on a version of Terraform inside the JSON, and says nothing of the file."""
    data = compliant_render("eu-west-1")
    data["terraform"]["required_version"] = ">= 1.11"
    render.write_text(json.dumps(data))

    assert rules(render, sound) == {"GATE009"}


def test_a_file_that_is_missing_is_misuse(tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="there is no file"):
        judge_stack(tmp_path / "cdk.tf.json")


def _without_context(data: Json) -> None:
    del data["//"]


def _of_another(data: Json) -> None:
    data["//"]["tidegate"]["environment"] = "us-east-1"


def _of_no_class(data: Json) -> None:
    del data["//"]["tidegate"]["classification"]


@pytest.mark.parametrize("edit", [_without_context, _of_another, _of_no_class])
def test_a_render_of_another_environment_than_the_spec_fails(render: Path, sound: Path, edit: Edit) -> None:
    data = compliant_render("eu-west-1")
    edit(data)
    render.write_text(json.dumps(data))
    spec = ROOT / "environments" / "eu-west-1.yaml"

    assert {each.rule for each in judge_stack(render, spec=spec, pack=load_pack(sound))[0]} == {"GATE003"}


def test_a_plan_of_another_environment_than_the_spec_fails(plan: Path, sound: Path) -> None:
    spec = ROOT / "environments" / "us-east-1.yaml"
    found = judge_stack(plan, spec=spec, pack=load_pack(sound))[0]

    assert {each.rule for each in found} == {"GATE003"}
    assert "plan.json: its region is eu-west-1, and the spec's us-east-1" in {each.message for each in found}


@pytest.mark.parametrize("flag", [("errored", True), ("complete", False)])
def test_a_plan_that_is_not_whole_fails(plan: Path, flag: tuple[str, bool]) -> None:
    plan.write_text(json.dumps({**compliant_plan("eu-west-1"), flag[0]: flag[1]}))

    assert rules(plan) == {"GATE001"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("extra.tf.json", "{}"),
        ("extra.tf", ""),
        ("terraform.tfvars", ""),
        ("versions.tf", 'terraform {\n  required_version = "1"\n}\nresource "aws_x" "y" {}\n'),
        ("target_override.tf.json", '{"provider": {"aws": {"region": "us-east-1"}}}'),
    ],
)
def test_a_file_beside_the_render_that_terraform_reads_too_fails(
    render: Path, sound: Path, name: str, content: str
) -> None:
    render.with_name(name).write_text(content)

    assert rules(render, sound) == {"GATE011"}


def test_settings_of_checkov_in_the_working_directory_change_nothing(
    render: Path, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (render.parent / ".checkov.yaml").write_text("skip-check: [CKV_TDG_199]\nsoft-fail: true\n")
    monkeypatch.chdir(render.parent)
    monkeypatch.setenv("CKV_SKIP_CHECK", "CKV_TDG_199")
    data = compliant_render("eu-west-1")
    data["resource"]["aws_kms_key"]["logs"]["enable_key_rotation"] = False
    render.write_text(json.dumps(data))

    assert {"CKV_TDG_199", "CKV_AWS_7"} == rules(render, sound)


@pytest.fixture
def without_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    asked: list[object] = []

    def refuse(*arguments: object, **_named: object) -> NoReturn:
        asked.append(arguments)
        raise OSError("there is no network here")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    return asked


def test_the_gate_asks_nothing_of_the_network(
    render: Path, plan: Path, sound: Path, without_network: list[object]
) -> None:
    assert rules(render, sound) == rules(plan, sound) == set()
    assert without_network == []


def test_the_first_import_of_checkov_asks_nothing_of_the_network(render: Path) -> None:
    script = (
        "import socket, sys; from pathlib import Path\n"
        "def refuse(*_, **__): print('asked'); raise OSError\n"
        "socket.socket.connect = socket.socket.sendto = socket.getaddrinfo = refuse\n"
        "from generator.policing import judge_stack\n"
        "judge_stack(Path(sys.argv[1]), with_checkov=True); print('done', 'checkov' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, render], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout == "done True\n"


def test_the_pack_alone_does_not_need_checkov(render: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from generator.policing import judge_stack\n"
        "judge_stack(Path(sys.argv[1])); print('checkov' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script, render], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout == "False\n"


def test_every_check_of_the_allow_list_comes_to_a_verdict_and_can_fail(render: Path) -> None:
    data = compliant_render("eu-west-1")
    resource = data["resource"]
    cluster = next(iter(resource["aws_rds_cluster"].values()))
    for name in ("storage_encrypted", "deletion_protection", "iam_database_authentication_enabled"):
        cluster[name] = False
    cluster["copy_tags_to_snapshot"] = False
    del cluster["enabled_cloudwatch_logs_exports"]
    resource["aws_kms_key"]["logs"] |= {"enable_key_rotation": False, "is_enabled": False}
    del resource["aws_kms_key"]["logs"]["policy"]
    for kind, name in (
        ("aws_secretsmanager_secret", "kms_key_id"),
        ("aws_cloudwatch_log_group", "kms_key_id"),
        ("aws_backup_vault", "kms_key_arn"),
    ):
        next(iter(resource[kind].values())).pop(name)
    del resource["aws_secretsmanager_secret_rotation"]
    render.write_text(json.dumps(data))

    assert {check.id for check in builtin_checks()} <= rules(render)
