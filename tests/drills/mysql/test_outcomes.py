"""What an error says of an operation, and what the server says of a commit."""

import pymysql
import pytest

from drills.mysql import RefusedError, outcome_of
from drills.mysql.outcomes import ends_session
from drills.mysql.tracking import gtid_of

GTID = "3e11fa47-71ca-11e1-9e33-c80aa9429562:5"


def error(code: int) -> pymysql.err.OperationalError:
    return pymysql.err.OperationalError(code, "said so")


@pytest.mark.parametrize(
    ("problem", "writes", "committing", "outcome"),
    [
        (error(2013), True, True, "info"),
        (error(2013), True, False, "info"),
        (error(2013), False, False, "fail"),
        (error(1213), True, False, "fail"),
        (error(1213), True, True, "fail"),
        (error(1290), True, True, "fail"),
        (error(1180), True, True, "info"),
        (error(2003), True, False, "fail"),
        (RefusedError("closed"), True, False, "fail"),
        (pymysql.err.InterfaceError(0, ""), True, True, "info"),
    ],
)
def test_an_outcome_is_unknown_where_it_might_have_happened(
    problem: Exception, writes: bool, committing: bool, outcome: str
) -> None:
    assert outcome_of(problem, writes=writes, committing=committing) == outcome


@pytest.mark.parametrize(("code", "ends"), [(2013, True), (1290, True), (1213, False), (1062, False)])
def test_a_session_ends_where_its_server_is_gone_or_no_writer(code: int, ends: bool) -> None:
    assert ends_session(error(code)) is ends
    assert not ends_session(RefusedError("closed"))


def state(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content


def test_the_gtid_of_a_commit_stands_behind_the_ok() -> None:
    gtid = state(3, bytes([0, len(GTID)]) + GTID.encode())
    other = state(1, b"\x04test")
    message = b"\x00" + bytes([len(other) + len(gtid)]) + other + gtid
    assert gtid_of(message) == GTID


@pytest.mark.parametrize("message", [b"", b"\x00", b"\x05hello", b"\x00\x03\x01\x01x", b"\x00\x02\x03"])
def test_an_ok_without_a_gtid_has_none(message: bytes) -> None:
    assert gtid_of(message) is None
