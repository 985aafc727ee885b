"""What is read of a log file, from where."""

from pathlib import Path

import pytest

from sandbox.backing import LogPart
from sandbox.data_plane.clusters.logs import part


@pytest.mark.parametrize(
    ("offset", "most", "found"),
    [
        (0, 100, LogPart(b"one\ntwo\n", 8)),
        (4, 100, LogPart(b"two\n", 8)),
        (8, 100, LogPart(b"", 8)),
        (0, 4, LogPart(b"one\n", 4)),
        (9, 100, LogPart(b"one\ntwo\n", 8)),
    ],
)
def test_a_log_is_read_on_from_an_offset_and_anew_when_it_began_anew(
    tmp_path: Path, offset: int, most: int, found: LogPart
) -> None:
    log = tmp_path / "error.log"
    log.write_bytes(b"one\ntwo\n")
    assert part(log, offset, most) == found


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert part(tmp_path / "error.log", 7) == LogPart(b"", 0)
