import pytest

from drills.checkers import gtids
from drills.checkers.gtids import GtidSet
from drills.history import Operation
from tests.drills.checkers.cases import operation

A = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
B = "4e11fa47-71ca-11e1-9e33-c80aa9429562"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (f"{A}:1-3:4-5", f"{A}:1-5"),
        (f"{A}:5:1-4", f"{A.upper()}:1-5"),
        (f"{A}:1-2,\n{B}:7", f"{B}:7, {A}:1-2"),
        (f"{A}:1-2:backup:1-3", f"{A}:backup:1-3,{A}:1-2"),
        ("", ""),
    ],
)
def test_the_same_set_in_two_ways_of_writing_is_the_same(text: str, other: str) -> None:
    assert GtidSet.parsed(text) == GtidSet.parsed(other)


@pytest.mark.parametrize("text", [A, f"{A}:", f"{A}:1-x"])
def test_what_is_no_set_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        GtidSet.parsed(text)


def test_a_set_knows_what_is_in_it() -> None:
    known = GtidSet.parsed(f"{A}:1-3:7,{B}:tag:2")
    asked = [f"{A}:3", f"{A}:4", f"{A}:7", f"{B}:2", f"{B}:tag:2"]
    assert [each in known for each in asked] == [True, False, True, False, True]
    assert known.count() == 5


def commit(gtid: str | None) -> Operation:
    return operation(0, workload="set", name="add", asked=1, outcome="ok", at=(0, 1), gtid=gtid)


@pytest.mark.parametrize(
    ("executed", "result", "kinds"),
    [
        ({"1": f"{A}:1-9", "2": f"{A}:1-9", "3": f"{A}:1-9"}, "pass", []),
        ({"1": f"{A}:1-9", "2": f"{A}:1-9", "3": f"{A}:1-8"}, "fail", ["diverged"]),
        ({"1": f"{A}:1-3", "2": f"{A}:1-3"}, "fail", ["lost", "lost"]),
        ({"1": f"{A}:1-9"}, "unknown", []),
    ],
)
def test_servers_must_have_the_same_transactions_and_all_that_was_acknowledged(
    executed: dict[str, str], result: str, kinds: list[str]
) -> None:
    verdict = gtids.check([commit(f"{A}:4"), commit(None)], executed)
    assert (verdict.result, [each.kind for each in verdict.anomalies]) == (result, kinds)


def test_two_commits_with_the_same_id_are_one_too_many() -> None:
    """A server that forgot what it had executed counts on from where it was."""
    executed = {"1": f"{A}:1-9", "2": f"{A}:1-9"}
    verdict = gtids.check([commit(f"{A}:4"), commit(f"{A}:5"), commit(f"{A}:4")], executed)
    assert (verdict.result, [each.kind for each in verdict.anomalies]) == ("fail", ["reused"])
