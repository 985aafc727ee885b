"""The table of calls: each answer of our own is held by a test."""

from pathlib import Path

import pytest

from sandbox.fidelity import EXTENDED, STOCK, called, page, rows

HERE = Path(__file__).parent


def test_each_call_that_the_sandbox_answers_itself_is_made_by_a_test() -> None:
    untried = [f"{row.service} {row.operation}" for row in rows(HERE) if row.whose == EXTENDED and not row.tests]
    assert untried == []


def test_each_answer_of_our_own_says_what_it_does() -> None:
    assert [row for row in rows(HERE) if row.whose == EXTENDED and not row.what] == []


def test_a_call_is_found_in_a_test_s_source(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text('def test(rds):\n    rds.create_db_cluster()\n    call("describe_events")\n')
    assert called(tmp_path)["rds", "CreateDBCluster"] == {"test_a"}
    assert called(tmp_path)["rds", "DescribeEvents"] == {"test_a"}


@pytest.mark.parametrize(
    ("service", "operation", "whose"),
    [("rds", "CreateDBCluster", EXTENDED), ("rds", "RebootDBCluster", EXTENDED), ("s3", "PutObject", STOCK)],
)
def test_the_table_tells_ours_from_moto_s(service: str, operation: str, whose: str) -> None:
    assert f"| {service} | {operation} | {whose} |" in page(HERE)
