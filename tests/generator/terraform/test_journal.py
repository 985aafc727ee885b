"""What an apply has begun, written down for whoever goes on."""

import json
from pathlib import Path

import pytest

from generator.facts.imports import import_id
from generator.terraform.diagnostics import Diagnostic, read_event
from generator.terraform.journal import BLOCKS, Journal, not_there

STACK = {
    "aws_vpc": {"cell": {"cidr_block": "10.20.0.0/16"}},
    "aws_subnet": {"private-1": {"vpc_id": "${aws_vpc.cell.id}"}},
    "aws_iam_role": {"backup": {"name": "tidegate-backup"}},
    "aws_iam_policy": {"connect": {"name": "connect", "path": "/delivery/"}},
    "aws_cloudwatch_metric_alarm": {"lag": {"alarm_name": "lag"}},
}
ZONE = {"name": "eu-west-1.tidegate.internal"}
BACKEND = {"s3": {"allowed_account_ids": ["222222222222"]}}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    (tmp_path / "cdk.tf.json").write_text(json.dumps({"terraform": {"backend": BACKEND}, "resource": STACK}))
    return Journal(tmp_path)


def hear(journal: Journal, kind: str, address: str, *, action: str = "create", identity: str | None = None) -> None:
    hook = {"resource": {"addr": address}, "action": action, **({"id_value": identity} if identity else {})}
    event = read_event(json.dumps({"type": kind, "hook": hook}))
    assert event
    journal.hear(event)


def test_what_was_begun_is_imported_and_what_is_known_is_not(journal: Journal, tmp_path: Path) -> None:
    for address, identity in (("aws_vpc.cell", "vpc-1"), ("aws_subnet.private-1", "subnet-1")):
        hear(journal, "apply_start", address)
        hear(journal, "apply_complete", address, identity=identity)
    hear(journal, "apply_start", "aws_iam_role.backup")
    assert journal.take_up(known={"aws_vpc.cell"}) == ["aws_subnet.private-1", "aws_iam_role.backup"]
    assert json.loads((tmp_path / BLOCKS).read_text()) == {
        "import": [
            {"to": "aws_subnet.private-1", "id": "subnet-1"},
            {"to": "aws_iam_role.backup", "id": "tidegate-backup"},
        ]
    }
    assert journal.take_up(known=(), only=["aws_iam_role.backup"]) == ["aws_iam_role.backup"]
    assert journal.take_up(known={"aws_vpc.cell", "aws_subnet.private-1", "aws_iam_role.backup"}) == []
    assert not (tmp_path / BLOCKS).exists()


@pytest.mark.parametrize(
    "address",
    [
        "aws_vpc.cell",  # begun, and nobody knows its id
        "aws_cloudwatch_metric_alarm.lag",  # is written over
        "aws_sqs_queue.gone",  # not in the render any more
    ],
)
def test_what_cannot_be_imported_or_need_not_is_left_out(journal: Journal, address: str) -> None:
    hear(journal, "apply_start", address)
    assert journal.begun() == {address: None}
    assert journal.take_up(known=()) == []


def test_what_was_not_finished_is_looked_for_with_all_its_tags(tmp_path: Path) -> None:
    provider = {"aws": [{"default_tags": [{"tags": {"environment": "eu-west-1"}}]}]}
    network = {"cidr_block": "10.20.0.0/16", "tags": {"Name": "eu-west-1"}}
    render = {"provider": provider, "resource": {"aws_vpc": {"cell": network}, "aws_route53_zone": {"cell": ZONE}}}
    (tmp_path / "cdk.tf.json").write_text(json.dumps(render))
    journal, asked = Journal(tmp_path), list[object]()
    for address in ("aws_vpc.cell", "aws_route53_zone.cell"):
        hear(journal, "apply_start", address)

    def find(*about: object) -> str | None:
        asked.append(about)
        return "vpc-1" if about[0] == "aws_vpc" else None

    assert journal.take_up(known=(), find=find) == ["aws_vpc.cell"]
    tags = {"environment": "eu-west-1"}
    assert asked == [("aws_vpc", network, {**tags, "Name": "eu-west-1"}), ("aws_route53_zone", ZONE, tags)]
    hear(journal, "apply_complete", "aws_route53_zone.cell", identity="Z1")
    assert journal.take_up(known={"aws_vpc.cell"}, find=find) == ["aws_route53_zone.cell"]
    assert len(asked) == 2


def test_a_policy_is_known_by_its_account_its_path_and_its_name(journal: Journal, tmp_path: Path) -> None:
    hear(journal, "apply_start", "aws_iam_policy.connect")
    assert journal.take_up(known=()) == ["aws_iam_policy.connect"]
    (block,) = json.loads((tmp_path / BLOCKS).read_text())["import"]
    assert block["id"] == "arn:aws:iam::222222222222:policy/delivery/connect"


def test_a_full_disk_does_not_end_an_apply(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / ".begun.jsonl").symlink_to("/dev/full")
    hear(journal, "apply_complete", "aws_vpc.cell", identity="vpc-1")


def test_changes_and_deletions_are_not_written_down(journal: Journal) -> None:
    hear(journal, "apply_start", "aws_vpc.cell", action="update")
    hear(journal, "apply_complete", "aws_vpc.cell", action="delete")
    assert journal.begun() == {}


def test_the_line_that_a_killed_command_did_not_finish_is_passed_over(journal: Journal, tmp_path: Path) -> None:
    hear(journal, "apply_complete", "aws_vpc.cell", identity="vpc-1")
    with (tmp_path / ".begun.jsonl").open("a") as out:
        out.write('{"address": "aws_sub')
    assert journal.begun() == {"aws_vpc.cell": "vpc-1"}
    journal.forget()
    assert journal.begun() == {}


def test_what_never_came_to_be_is_told_by_what_terraform_says() -> None:
    said = (
        'While attempting to import an existing object to "aws_iam_role.a", the provider detected that no object exists'
    )
    error = Diagnostic("error", "Cannot import non-existent remote object", said, None)
    assert not_there(["aws_iam_role.a", "aws_iam_role.ab"], [error]) == ["aws_iam_role.a"]
    assert not_there(["aws_iam_role.a"], [Diagnostic("error", "Invalid something", said, None)]) == []


@pytest.mark.parametrize(
    ("kind", "arguments", "reported", "identity"),
    [
        ("aws_vpc", {}, "vpc-1", "vpc-1"),
        ("aws_vpc", {}, None, None),
        ("aws_iam_role", {"name": "backup"}, "other", "backup"),
        (
            "aws_route_table_association",
            {"subnet_id": "${aws_subnet.a.id}", "route_table_id": "${aws_route_table.a.id}"},
            None,
            "${aws_subnet.a.id}/${aws_route_table.a.id}",
        ),
        ("aws_backup_selection", {"plan_id": "${aws_backup_plan.a.id}"}, "s-1", "${aws_backup_plan.a.id}|s-1"),
        ("aws_backup_selection", {"plan_id": "${aws_backup_plan.a.id}"}, None, None),
        ("aws_cloudwatch_metric_alarm", {}, "lag", None),
    ],
)
def test_an_import_is_told_by_arguments_and_by_what_was_reported(
    kind: str, arguments: dict[str, object], reported: str | None, identity: str | None
) -> None:
    assert import_id(kind, arguments, reported) == identity
