"""Reads the GTID of a commit out of the server's OK, where it stands once `session_track_gtids` is on.

Layout: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_basic_ok_packet.html (checked 2026-11-25).
"""

GTIDS = 3
"""The type of session state that carries GTIDs."""


def gtid_of(message: bytes) -> str | None:
    """The GTID in what follows an OK's counters: the human-readable text, then the session state; None without one."""
    try:
        return _gtid_in_state(message)
    except IndexError:
        return None


def _gtid_in_state(message: bytes) -> str | None:
    _, rest = _string(message)
    state, _ = _string(rest)
    while state:
        kind, (content, state) = state[0], _string(state[1:])
        if kind == GTIDS:
            # One byte says how what follows is written; there is only one way, text.
            text, _ = _string(content[1:])
            return text.decode("ascii") or None
    return None


def _string(data: bytes) -> tuple[bytes, bytes]:
    """A string with its length in front, and what comes after it."""
    if not data:
        return b"", b""
    size, start = data[0], 1
    if size >= 0xFC:
        start = 1 + {0xFC: 2, 0xFD: 3, 0xFE: 8}[size]
        size = int.from_bytes(data[1:start], "little")
    return data[start : start + size], data[start + size :]
