"""What pipelines and editors read."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from generator.findings_catalogue import descriptions
from tests.generator.report.findings import CHECKED, HOSTILE, HOSTILE_TEXT, LATER, STORAGE, WAIVED, written

ALL = (STORAGE, LATER, WAIVED, HOSTILE)
SARIF_SCHEMA = jsonschema.Draft202012Validator(json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text()))
"""OASIS's own, in whole, as the npm package @microsoft/sarif-multitool-linux 5.7.0 carries it (MIT)."""


def sarif(*findings: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(written("sarif", *findings))
    SARIF_SCHEMA.validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_json_is_that_of_the_contract_and_nothing_else() -> None:
    assert json.loads(written("json", STORAGE, WAIVED)) == {
        "findings": [
            {
                "rule": "CKV_AWS_338",
                "severity": "error",
                "message": "short",
                "fix": "keep it",
                "source": None,
                "file": None,
                "line": None,
                "column": None,
                "path": None,
                "resource": "aws_x.logs",
                "waived": True,
            },
            {
                "rule": "RDS014",
                "severity": "error",
                "message": STORAGE.message,
                "fix": STORAGE.fix,
                "source": STORAGE.source,
                "file": "environments/eu-west-1.yaml",
                "line": 23,
                "column": 13,
                "path": "databases.orders.storage.iops",
                "resource": "aws_rds_cluster.orders",
                "waived": False,
            },
        ],
        "checked": dict(CHECKED),
        "verdict": "fail",
    }


def test_json_keeps_hostile_text_as_it_is() -> None:
    assert json.loads(written("json", HOSTILE))["findings"] == [HOSTILE.as_json()]


@pytest.mark.parametrize("findings", [(), (STORAGE,), ALL])
def test_sarif_is_valid(findings: tuple[Any, ...]) -> None:
    assert len(sarif(*findings)["results"]) == len(findings)


def test_sarif_is_valid_with_each_rule_that_there_is() -> None:
    rules = [each.id for each in descriptions()]
    written_rules = sarif(*(replace(STORAGE, rule=rule) for rule in rules))["tool"]["driver"]["rules"]

    assert [each["id"] for each in written_rules] == sorted(rules)
    assert all(each["fullDescription"]["text"] for each in written_rules)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda log: log["runs"][0].update(result=[]),
        lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["tool"]["driver"]["rules"][0].update(descriptions=[]),
    ],
)
def test_the_schema_refuses_what_it_does_not_know(spoil: Callable[[Any], object]) -> None:
    log = json.loads(written("sarif", STORAGE))
    spoil(log)

    with pytest.raises(jsonschema.ValidationError):
        SARIF_SCHEMA.validate(log)


def test_a_sarif_result_points_to_the_spec_and_names_path_and_resource() -> None:
    (result,) = sarif(STORAGE)["results"]

    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "environments/eu-west-1.yaml"},
                "region": {"startLine": 23, "startColumn": 13},
            },
            "logicalLocations": [
                {"fullyQualifiedName": "databases.orders.storage.iops", "kind": "member"},
                {"fullyQualifiedName": "aws_rds_cluster.orders", "kind": "resource"},
            ],
        }
    ]
    assert (result["ruleId"], result["level"]) == ("RDS014", "error")
    assert result["message"]["text"] == f"{STORAGE.message}\nfix: {STORAGE.fix}"


def test_sarif_describes_the_rules_that_fired() -> None:
    rules = sarif(STORAGE, HOSTILE)["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == ["RDS014", "SPEC013"]
    assert rules[0]["helpUri"] == STORAGE.source
    assert rules[1]["shortDescription"] == {"text": "A key is one that the spec has at this place"}


def test_a_waived_finding_is_a_suppressed_sarif_result() -> None:
    results = sarif(WAIVED, STORAGE)["results"]

    assert [result.get("suppressions") for result in results] == [[{"kind": "external", "status": "accepted"}], None]


def test_a_sarif_fingerprint_does_not_move_with_the_line() -> None:
    (here,), (there,) = (sarif(found)["results"] for found in (STORAGE, replace(STORAGE, line=99)))

    assert here["partialFingerprints"] == there["partialFingerprints"]


def test_hostile_text_is_no_link_and_no_uri_in_sarif() -> None:
    (result,) = sarif(HOSTILE)["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert "](" not in result["message"]["text"]
    assert uri.isascii()
    assert not set(uri) & set("\n\r <>|`[]{}\\")


def test_junit_has_a_failure_for_an_error_and_a_skip_for_a_waived_finding() -> None:
    suites = ElementTree.fromstring(written("junit", STORAGE, LATER, WAIVED))
    cases = list(suites.iter("testcase"))

    assert suites.attrib == {"name": "tidegate", "tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    assert [(case.get("name"), [child.tag for child in case]) for case in cases] == [
        ("checked 2 specs, 98 rules", []),
        ("CKV_AWS_338 aws_x.logs", ["skipped"]),
        ("RDS014 databases.orders.storage.iops aws_rds_cluster.orders", ["failure"]),
        ("RDS001", ["system-out"]),
    ]
    assert (cases[2].get("file"), cases[2].get("line")) == ("environments/eu-west-1.yaml", "23")


def test_junit_without_findings_still_says_what_was_checked() -> None:
    suites = ElementTree.fromstring(written("junit"))

    assert [case.get("name") for case in suites.iter("testcase")] == ["checked 2 specs, 98 rules"]


def test_hostile_text_is_valid_xml() -> None:
    failure = ElementTree.fromstring(written("junit", HOSTILE)).find(".//failure")

    assert failure is not None
    assert failure.get("message", "").startswith(r"a\n::error::b\r%0A<script>|`x` ` \x1b[31m")


def test_a_github_annotation_names_file_line_and_column() -> None:
    assert written("github", STORAGE).splitlines() == [
        "::error file=environments/eu-west-1.yaml,line=23,col=13,title=RDS014::io1 with 400 GiB takes 1,000 to 20,000 "
        "IOPS; `100000` is a ratio of 250 per GiB, and AWS allows 50%0Akey: databases.orders.storage.iops%0A"
        "for: aws_rds_cluster.orders%0Afix: set databases.orders.storage.iops to at most 20000%0A"
        "why: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        "fail: 1 error (2 specs, 98 rules)",
    ]


def test_a_warning_and_a_waived_finding_are_annotations_of_their_kind() -> None:
    assert [line.split(" ")[0] for line in written("github", LATER, WAIVED).splitlines()[:2]] == [
        "::notice",
        "::warning",
    ]


def test_hostile_text_ends_no_github_command_and_starts_none() -> None:
    command, _summary = written("github", HOSTILE).splitlines()
    properties, message = command.removeprefix("::error ").split("::", 1)

    assert properties.count(",") == 3
    assert properties.startswith(r"file=a\n%3A%3Aerror%3A%3Ab\r%250A<script>|")
    assert message.startswith(r"a\n::error::b\r%250A<script>|")


def test_hostile_text_is_escaped_differently_by_each_format_and_lost_by_none() -> None:
    assert all("script" in written(form, HOSTILE) for form in ("text", "json", "sarif", "junit", "github", "markdown"))
    assert "script" in HOSTILE_TEXT
