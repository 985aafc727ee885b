"""Terraform's lines of JSON."""

import json

import pytest

from generator.terraform.diagnostics import Diagnostic, Event, read_event


def test_a_planned_change_names_its_resource() -> None:
    line = json.dumps({"type": "planned_change", "change": {"resource": {"addr": "aws_vpc.cell"}}})
    assert read_event(line) == Event("planned_change", "aws_vpc.cell")


def test_a_summary_counts_its_changes_and_no_imports() -> None:
    counts = {"add": 1, "import": 8, "change": 2, "remove": 4, "operation": "plan"}
    assert read_event(json.dumps({"type": "change_summary", "changes": counts})) == Event("change_summary", changes=7)


def test_a_diagnostic_keeps_what_was_said_and_of_whom() -> None:
    said = {"severity": "error", "summary": "Bad", "detail": "two\nlines", "address": "aws_vpc.cell"}
    event = read_event(json.dumps({"type": "diagnostic", "diagnostic": said}))
    assert event == Event("diagnostic", None, Diagnostic("error", "Bad", "two\nlines", "aws_vpc.cell"))
    assert event.diagnostic
    assert event.diagnostic.one_line == "Bad: two lines"


def test_a_resource_that_is_protected_is_known_by_the_text() -> None:
    detail = "Resource aws_rds_cluster.orders has lifecycle.prevent_destroy set, but the plan calls for it to go."
    said = {"severity": "error", "summary": "Instance cannot be destroyed", "detail": detail}
    event = read_event(json.dumps({"type": "diagnostic", "diagnostic": said}))
    assert event
    assert event.diagnostic == Diagnostic("error", "Instance cannot be destroyed", detail, "aws_rds_cluster.orders")


def test_a_diagnostic_without_detail_ends_without_a_colon() -> None:
    assert Diagnostic("warning", "Deprecated", "", None).one_line == "Deprecated"


@pytest.mark.parametrize("line", ["", "panic: boom", "[]", '{"no": "type"}', "3"])
def test_a_line_that_is_no_event_is_passed_over(line: str) -> None:
    assert read_event(line) is None
