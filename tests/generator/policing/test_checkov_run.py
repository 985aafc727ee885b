"""checkov in this process."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.policing.pack import load_pack
from generator.policing.through_checkov import through_checkov
from generator.policing.verdicts import Verdict
from policies.engine.policy import PROVIDER
from tests.generator.policing.packs import SOUND, pack_folder
from tests.policies.compliant import planned

IAM_CHECK = "CKV_AWS_110"
WHOLE = SOUND.replace('("aws_kms_key",)', '("stack",)').replace("199", "197")
READ = SOUND.replace('("aws_kms_key",)', '("aws_iam_policy_document",)').replace("199", "196")


def render(action: str) -> dict[str, Any]:
    statement = {"effect": "Allow", "actions": [action], "resources": ["*"]}
    return {
        "provider": {"aws": [{"region": "eu-west-1"}]},
        "data": {"aws_iam_policy_document": {"d": {"statement": [statement]}}},
        "resource": {"aws_kms_key": {"d": {}}},
    }


def test_what_checkov_keeps_of_one_file_is_not_said_of_another_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = []
    for name, action in (("first", "*"), ("second", "sns:ListTopics"), ("third", "*")):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Path("cdk.tf.json").write_text(json.dumps(render(action)))
        run = through_checkov(Path("cdk.tf.json"), "render", [IAM_CHECK], load_pack().folder)
        outcomes += [verdict.outcome for verdict in run.verdicts]

    assert outcomes == ["FAILED", "PASSED", "FAILED"]


def test_resources_of_one_name_are_told_apart_by_their_type(tmp_path: Path) -> None:
    folder = pack_folder(tmp_path / "pack", encryption_trial=SOUND, shape_whole=WHOLE, identity_read=READ)
    (tmp_path / "cdk.tf.json").write_text(json.dumps(render("*")))
    chosen = ["CKV_TDG_196", "CKV_TDG_197", "CKV_TDG_199"]
    run = through_checkov(tmp_path / "cdk.tf.json", "render", chosen, folder)

    assert set(run.verdicts) == {
        Verdict("CKV_TDG_199", "aws_kms_key.d", "FAILED", ("it is not rotated",)),
        Verdict("CKV_TDG_196", "data.aws_iam_policy_document.d", "FAILED", ("it is not rotated",)),
        Verdict("CKV_TDG_197", PROVIDER, "FAILED", ("it is not rotated",)),
    }
    assert run.faults == ()


def test_what_a_plan_hides_is_said_of_the_provider(tmp_path: Path) -> None:
    """A data source that was read while planning is not among the planned values, which is all that checkov reads."""
    folder = pack_folder(tmp_path / "pack", identity_read=READ)
    run = through_checkov(planned("eu-west-1") / "plan.json", "plan", ["CKV_TDG_196"], folder)
    (hidden,) = [verdict for verdict in run.verdicts if verdict.address == PROVIDER]

    assert "data.aws_iam_policy_document.key-storage: it is not rotated" in hidden.messages
    assert "data.aws_iam_policy_document.vault" in {verdict.address for verdict in run.verdicts}


def test_a_policy_of_the_run_before_is_gone(tmp_path: Path) -> None:
    (tmp_path / "cdk.tf.json").write_text(json.dumps(render("*")))
    first = pack_folder(tmp_path / "first", encryption_trial=SOUND)
    second = pack_folder(tmp_path / "second", encryption_trial=SOUND.replace("not rotated", "never rotated"))
    messages = [
        verdict.messages
        for folder in (first, second)
        for verdict in through_checkov(tmp_path / "cdk.tf.json", "render", ["CKV_TDG_199"], folder).verdicts
    ]

    assert messages == [("it is not rotated",), ("it is never rotated",)]


def test_a_data_file_beside_the_policies_is_left_alone(tmp_path: Path) -> None:
    folder = pack_folder(tmp_path / "pack", encryption_trial=SOUND)
    (folder / "waivers.yaml").write_text("expires: 2027-01-01\n")
    (tmp_path / "cdk.tf.json").write_text(json.dumps(render("*")))
    run = through_checkov(tmp_path / "cdk.tf.json", "render", ["CKV_TDG_199"], folder)

    assert (len(run.verdicts), run.faults) == (1, ())
