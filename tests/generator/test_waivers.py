"""Waivers: what is accepted, what is not, and where a waiver that is not in order stands."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.findings import Finding, passes
from generator.findings_catalogue import describe
from generator.waivers import Waivers, apply_waivers, load_waivers, schema_text

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
SOUND: Mapping[str, str] = {
    "rule": "CKV_TDG_503",
    "environment": "eu-west-1",
    "resource": "aws_cloudwatch_log_group.flow-logs",
    "owner": "orders",
    "reason": "The new log group takes over in January",
    "approver": "jane.doe@example.com",
    "expires": "2027-01-31",
}
FOUND = Finding(
    rule="CKV_TDG_503",
    severity="error",
    message="kept for a day",
    fix="keep it longer",
    path="network",
    resource="aws_cloudwatch_log_group.flow-logs",
)


def written(tmp_path: Path, *waivers: Mapping[str, str | None]) -> Path:
    file = tmp_path / "waivers.yaml"
    lines = ["waivers:"]
    for waiver in waivers:
        keys = [(key, value) for key, value in waiver.items() if value is not None]
        lines += [
            f"  {'-' if not number else ' '} {key}: {json.dumps(value)}" for number, (key, value) in enumerate(keys)
        ]
    file.write_text("\n".join(lines) + "\n")
    return file


def loaded(tmp_path: Path, *changes: Mapping[str, str | None]) -> tuple[Waivers, list[Finding]]:
    file = written(tmp_path, *({**SOUND, **change} for change in changes))
    return load_waivers(file, TODAY, shown_as="policies/waivers.yaml", environments=("eu-west-1", "us-east-1"))


def seen(findings: list[Finding]) -> list[tuple[str, int | None, int | None, str]]:
    return [(found.rule, found.line, found.column, found.message) for found in findings]


def test_a_waived_finding_stays_and_passes(tmp_path: Path) -> None:
    waivers, wrong = loaded(tmp_path, {})

    assert wrong == []
    assert apply_waivers([FOUND], waivers, "eu-west-1", "personal") == [replace(FOUND, waived=True)]
    assert passes(apply_waivers([FOUND], waivers, "eu-west-1", "personal"))


@pytest.mark.parametrize(
    ("change", "other"),
    [
        ({"rule": "CKV_TDG_504"}, {}),
        ({"environment": "us-east-1"}, {}),
        ({"resource": "aws_cloudwatch_log_group.other"}, {}),
        ({"path": "databases"}, {}),
        ({"path": "network.cidr"}, {}),
        ({}, {"resource": None}),
        ({}, {"resource": "aws_cloudwatch_log_group.flow-logs-2"}),
    ],
)
def test_another_finding_is_not_waived(
    tmp_path: Path, change: Mapping[str, str], other: Mapping[str, str | None]
) -> None:
    waivers, _ = loaded(tmp_path, change)
    found = replace(FOUND, resource=other["resource"]) if other else FOUND

    assert apply_waivers([found], waivers, "eu-west-1", "personal", complete=False) == [found]


def test_a_waiver_of_a_resource_is_for_all_its_instances(tmp_path: Path) -> None:
    waivers, _ = loaded(tmp_path, {})
    instance = replace(FOUND, resource='aws_cloudwatch_log_group.flow-logs["a"]')

    assert apply_waivers([instance], waivers, "eu-west-1", "personal") == [replace(instance, waived=True)]


def test_a_waiver_of_an_instance_is_for_that_one(tmp_path: Path) -> None:
    waivers, wrong = loaded(tmp_path, {"resource": 'aws_cloudwatch_log_group.flow-logs["a"]'})
    one, other = (replace(FOUND, resource=f'aws_cloudwatch_log_group.flow-logs["{key}"]') for key in "ab")

    assert wrong == []
    assert apply_waivers([one, other], waivers, "eu-west-1", "personal") == [replace(one, waived=True), other]


def test_a_waiver_may_name_a_spec_path(tmp_path: Path) -> None:
    waivers, _ = loaded(tmp_path, {"resource": None, "path": "network"})

    assert apply_waivers([FOUND], waivers, "eu-west-1", "personal") == [replace(FOUND, waived=True)]


@pytest.mark.parametrize(
    ("change", "rule", "line", "column", "message"),
    [
        ({"rule": "CKV_TDG_*"}, "WVR002", 2, 11, "`CKV_TDG_*` is not the id of one rule"),
        ({"rule": "CKV_TDG_"}, "WVR002", 2, 11, "`CKV_TDG_` is not the id of one rule"),
        ({"rule": "SPEC013"}, "WVR006", 2, 11, "a finding of SPEC013 cannot be waived"),
        ({"rule": "WVR004"}, "WVR006", 2, 11, "a finding of WVR004 cannot be waived"),
        ({"environment": "*"}, "WVR005", 3, 18, "there is no environment `*`"),
        ({"resource": None}, "WVR002", 2, 5, "it is not limited to one thing"),
        ({"resource": "*"}, "WVR002", 4, 15, "`*` is not the address of one resource"),
        (
            {"resource": "aws_kms_key"},
            "WVR002",
            4,
            15,
            "`aws_kms_key` is not the address of one resource",
        ),
        ({"resource": "aws_kms_key.*"}, "WVR002", 4, 15, "`aws_kms_key.*` is not the address of one resource"),
        ({"path": "databases.*"}, "WVR002", 9, 11, "`databases.*` is not one spec path"),
        ({"expires": "2026-02-30"}, "WVR001", 8, 14, "2026-02-30 is not a day"),
        ({"expires": "2026-11-21"}, "WVR004", 8, 14, "this waiver of CKV_TDG_503 expired on 2026-11-21"),
        ({"expires": "2027-02-21"}, "WVR003", 8, 14, "2027-02-21 is more than 90 days ahead"),
        ({"owner": None}, "WVR001", 2, 5, "`waivers[0].owner` is missing"),
        ({"reason": ""}, "WVR001", 6, 13, "`waivers[0].reason` has 0 characters; the least is 1"),
    ],
)
def test_a_waiver_that_is_not_in_order_is_a_finding_and_waives_nothing(
    tmp_path: Path, change: Mapping[str, str | None], rule: str, line: int, column: int, message: str
) -> None:
    waivers, wrong = loaded(tmp_path, change)

    assert seen(wrong) == [(rule, line, column, message)]
    assert wrong[0].file == "policies/waivers.yaml"
    assert not passes(wrong)
    assert apply_waivers([FOUND], waivers, "eu-west-1", "internal") == [FOUND]


@pytest.mark.parametrize("expires", ["2026-11-22", "2027-02-20"])
def test_a_waiver_is_valid_on_its_last_day_and_may_last_ninety_days(tmp_path: Path, expires: str) -> None:
    assert loaded(tmp_path, {"expires": expires})[1] == []


def test_a_waiver_that_waives_nothing_is_a_finding_once_everything_has_run(tmp_path: Path) -> None:
    waivers, _ = loaded(tmp_path, {}, {"environment": "us-east-1"})
    message = "this waiver waives nothing: CKV_TDG_503 finds nothing there in eu-west-1"

    assert seen(apply_waivers([], waivers, "eu-west-1", "personal")) == [("WVR005", 2, 5, message)]
    assert apply_waivers([], waivers, "eu-west-1", "personal", complete=False) == []


def test_the_second_waiver_of_one_finding_waives_nothing(tmp_path: Path) -> None:
    waivers, _ = loaded(tmp_path, {}, {"reason": "Once more"})
    rules = [(found.rule, found.line) for found in apply_waivers([FOUND], waivers, "eu-west-1", "personal")]

    assert rules == [("CKV_TDG_503", None), ("WVR005", 9)]


@pytest.mark.parametrize("rule", ["RES003", "CKV_TDG_801", "CKV_TDG_901"])
def test_residency_of_personal_data_is_not_waived(tmp_path: Path, rule: str) -> None:
    waivers, _ = loaded(tmp_path, {"rule": rule})
    found = replace(FOUND, rule=rule)
    message = f"a finding of {rule} cannot be waived where the data is personal"

    assert seen(apply_waivers([found], waivers, "eu-west-1", "personal")) == [
        (rule, None, None, "kept for a day"),
        ("WVR007", 2, 11, message),
    ]
    assert apply_waivers([found], waivers, "eu-west-1", "internal") == [replace(found, waived=True)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("waivers: [\n", 1, 1),
        ("waivers: []\nwaivers: []\n", 2, 1),
        ("waiver: []\n", 1, 1),
        ("waivers: &all []\n", 1, 10),
        ("waivers: x\n", 1, 10),
    ],
)
def test_a_file_that_is_not_in_order_waives_nothing(tmp_path: Path, text: str, line: int, column: int) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(text)
    waivers, wrong = load_waivers(file, TODAY)

    assert {found.rule for found in wrong} == {"WVR001"}
    assert (wrong[0].line, wrong[0].column) == (line, column)
    assert waivers.valid == ()


def test_one_key_too_many_keeps_all_waivers_from_counting(tmp_path: Path) -> None:
    waivers, wrong = loaded(tmp_path, {}, {"until": "2027-01-01"})

    assert [found.rule for found in wrong] == ["WVR001"]
    assert apply_waivers([FOUND], waivers, "eu-west-1", "personal") == [FOUND]


def test_a_file_that_cannot_be_read_is_a_finding_and_one_that_is_missing_is_not(tmp_path: Path) -> None:
    assert [found.rule for found in load_waivers(tmp_path, TODAY)[1]] == ["WVR001"]
    assert load_waivers(tmp_path / "none.yaml", TODAY) == (Waivers(), [])


def test_the_waivers_of_the_project_are_in_order() -> None:
    _, wrong = load_waivers(ROOT / "policies" / "waivers.yaml", TODAY)

    # Which of them have expired is the gate's to say, on the day.
    assert {found.rule for found in wrong} <= {"WVR003", "WVR004"}


def test_the_schema_is_that_of_the_model_and_takes_what_is_taken(tmp_path: Path) -> None:
    kept = (ROOT / "policies" / "waivers.schema.json").read_text()
    assert kept == schema_text(), "run `python -m generator.waivers > policies/waivers.schema.json`"
    schema = json.loads(kept)
    jsonschema.Draft7Validator.check_schema(schema)
    taken = yaml.safe_load(written(tmp_path, SOUND).read_text())
    jsonschema.validate(taken, schema)
    for key in ("rule", "environment", "owner", "reason", "approver", "expires"):
        lacking = {"waivers": [{name: value for name, value in SOUND.items() if name != key}]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(lacking, schema)


@pytest.mark.parametrize("rule", [f"WVR00{number}" for number in range(1, 8)])
def test_each_rule_can_be_explained(rule: str) -> None:
    described = describe(rule)
    assert described is not None
    assert described.severity == "error"
