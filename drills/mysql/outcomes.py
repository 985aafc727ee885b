"""What an error tells about the operation that it ended: that it did not happen, or nothing."""

from typing import Literal

import pymysql

LOST = frozenset({0, 1053, 1079, 1152, 1158, 1159, 1160, 1161, 1317, 1927, 2006, 2013, 2014, 2055, 3024, 3169, 4031})
"""The connection is gone, or the server is about to go.

Source: https://dev.mysql.com/doc/mysql-errors/8.4/en/ (checked 2026-11-25).
"""

UNDONE_AT_COMMIT = frozenset({1205, 1213, 1290, 1836, 3101})
"""A COMMIT that is answered with one of these was rolled back: a deadlock, or a server that must not write."""

MOVED = frozenset({1290, 1836})
"""The server is no writer any more: the client must ask for the address again."""

UNREACHED = frozenset({1040, 1045, 1049, 1129, 1130, 1226, 2002, 2003, 2005, 2026, 3159})
"""There was no connection at all."""


class RefusedError(Exception):
    """The database was asked and said no, for a reason of the business: there is not enough, it is closed."""


def code_of(error: BaseException) -> int:
    """The number of a MySQL error, 0 for anything else."""
    known = isinstance(error, pymysql.err.MySQLError) and error.args and isinstance(error.args[0], int)
    return int(error.args[0]) if known else 0


def outcome_of(error: BaseException, *, writes: bool, committing: bool) -> Literal["fail", "info"]:
    """Whether an operation that ended with `error` did not happen (`fail`), or nobody knows (`info`).

    `committing` tells that COMMIT had been sent. A read changes nothing, so it never leaves a doubt.
    """
    code = code_of(error)
    if isinstance(error, RefusedError) or not writes:
        return "fail"
    if committing:
        return "fail" if code in UNDONE_AT_COMMIT else "info"
    return "info" if code in LOST else "fail"


def ends_session(error: BaseException) -> bool:
    """Whether the connection is of no use after the error."""
    if isinstance(error, RefusedError):
        return False
    code = code_of(error)
    return code in LOST | MOVED | UNREACHED or code >= 2000
