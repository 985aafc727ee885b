"""What Terraform tells, counted, and what ended it."""

import pytest

from generator.applying.events import Progressing, is_locked, is_stale, raise_if_general
from generator.errors import ToolError
from generator.terraform.diagnostics import Diagnostic, Event


def error(text: str) -> Diagnostic:
    return Diagnostic("error", text, "", "aws_rds_cluster.orders")


def test_what_is_done_is_counted_and_what_goes_on_is_named() -> None:
    notes: list[str] = []
    progress = Progressing(3, note=notes.append)
    for kind, address in [
        ("apply_start", "aws_vpc.cell"),
        ("apply_start", "aws_rds_cluster.orders"),
        ("apply_complete", "aws_vpc.cell"),
        ("apply_complete", "data.aws_iam_policy_document.key"),
        ("apply_errored", "aws_rds_cluster.orders"),
        ("change_summary", None),
    ]:
        progress(Event(kind, address))
    assert notes[2] == "1 of 3, waiting for aws_rds_cluster.orders"
    assert notes[3] == "1 of 3"
    assert (progress.made, progress.failed) == (["aws_vpc.cell"], ["aws_rds_cluster.orders"])
    assert progress.summary == "1 of 3 changes were made and are in the state"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("api error ExpiredToken: The security token included in the request is expired", "credentials have expired"),
        ("write plan.tfplan: no space left on device", "no space left on the disk"),
        ("dial tcp 127.0.0.1:4566: connect: connection refused", "does not answer any more"),
        ("api error Throttling: Rate exceeded", "takes no more calls"),
    ],
)
def test_what_is_about_no_resource_ends_the_run_and_says_how_to_go_on(said: str, message: str) -> None:
    with pytest.raises(ToolError, match=message) as raised:
        raise_if_general([error("something else"), error(said)], "2 of 3 changes were made")
    assert "2 of 3 changes were made" in str(raised.value)
    assert "goes on from there" in raised.value.fix


def test_what_the_api_refuses_of_one_resource_does_not() -> None:
    raise_if_general([error("InvalidParameterCombination: the class is not sold here")], "")


def test_a_held_lock_is_told_from_other_errors() -> None:
    assert is_locked([error("Error acquiring the state lock: ConditionalRequestConflict")])
    assert not is_locked([error("InvalidParameterValue")])


def test_a_plan_that_the_state_has_left_behind_is_told_from_other_errors() -> None:
    assert is_stale([error("Saved plan is stale")])
    assert not is_stale([error("Saved plan does not match the given state")])
