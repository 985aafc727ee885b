"""Text as a pipe gets it."""

from dataclasses import replace

from tests.generator.report.findings import HOSTILE, LATER, STORAGE, WAIVED, written


def test_a_finding_reads_as_promised() -> None:
    assert written("text", replace(STORAGE, resource=None), checked={}) == (
        "environments/eu-west-1.yaml:23:13  error RDS014  io1 with 400 GiB takes 1,000 to 20,000 IOPS; `100000` is a "
        "ratio of 250 per GiB, and AWS allows 50\n"
        "    fix: set databases.orders.storage.iops to at most 20000\n"
        "    why: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html\n"
        "fail: 1 error\n"
    )


def test_findings_stand_in_reading_order_with_what_is_known_of_each() -> None:
    assert written("text", LATER, STORAGE, WAIVED).splitlines() == [
        "waived error CKV_AWS_338  short",
        "    for: aws_x.logs",
        "    fix: keep it",
        "environments/eu-west-1.yaml:23:13  error RDS014  io1 with 400 GiB takes 1,000 to 20,000 IOPS; `100000` is a "
        "ratio of 250 per GiB, and AWS allows 50",
        "    for: aws_rds_cluster.orders",
        "    fix: set databases.orders.storage.iops to at most 20000",
        "    why: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html",
        "environments/us-east-1.yaml:3  warning RDS001  old",
        "    fix: upgrade",
        "fail: 1 error, 1 warning, 1 waived finding (2 specs, 98 rules)",
    ]


def test_warnings_and_waived_findings_pass() -> None:
    assert written("text", LATER, WAIVED).splitlines()[-1] == "pass: 1 warning, 1 waived finding (2 specs, 98 rules)"


def test_nothing_found_is_said() -> None:
    assert written("text", checked={"specs": ["a"], "environment": "eu-west-1"}) == "pass: nothing found (1 spec)\n"


def test_hostile_text_stays_on_its_line_and_does_not_steer_a_terminal() -> None:
    lines = written("text", HOSTILE).splitlines()

    assert [line.split(":")[0].strip() for line in lines[1:]] == ["for", "fix", "why", "fail"]
    assert all(line.isprintable() for line in lines)
    assert lines[2] == (
        r"    fix: a\n::error::b\r%0A<script>|`x` ` \x1b[31m\u202e\x00[c](http://d) {0} @e & \ *f* \ud800"
    )
