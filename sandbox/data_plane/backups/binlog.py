"""Reads which transactions a binary log holds, and when each was committed.

The format: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_replication_binlog_event.html
"""

import mmap
import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.data_plane.clusters.gtids import GtidSet, Source

MAGIC = b"\xfebin"
_HEADER = struct.Struct("<IBIIIH")
_GTID_EVENT = 33
_HAS_ORIGINAL = 1 << 55


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction, and when its client committed it: microseconds since the epoch."""

    source: Source
    number: int
    committed: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What a log holds. `complete`: bytes up to the end of the last event that was written whole."""

    transactions: list[Transaction]
    complete: int


def scan(log: Path) -> Scan:
    """Reads a log, also one that a server still writes or was killed while writing."""
    if log.stat().st_size <= len(MAGIC):
        return Scan([], 0)
    with log.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        found: list[Transaction] = []
        complete = len(MAGIC)
        for start, kind, size in _events(content):
            complete = start + size
            if kind == _GTID_EVENT:
                found.append(_transaction(content, start + _HEADER.size))
        return Scan(found, complete)


def transactions_until(scans: list[Scan], moment: int) -> GtidSet:
    """All transactions committed up to a moment (microseconds since the epoch)."""
    return GtidSet.of(
        (each.source, each.number) for read in scans for each in read.transactions if each.committed <= moment
    )


def _events(content: mmap.mmap) -> Iterator[tuple[int, int, int]]:
    at = len(MAGIC)
    while at + _HEADER.size <= len(content):
        _, kind, _, size, _, _ = _HEADER.unpack_from(content, at)
        if size < _HEADER.size or at + size > len(content):
            return
        yield at, kind, size
        at += size


def _transaction(content: mmap.mmap, at: int) -> Transaction:
    # flags 1, source 16, number 8, kind of clock 1, last committed 8, sequence 8, then the times of 7 bytes each.
    source = str(uuid.UUID(bytes=content[at + 1 : at + 17]))
    number = int.from_bytes(content[at + 17 : at + 25], "little")
    times = at + 42
    immediate = int.from_bytes(content[times : times + 7], "little")
    if immediate & _HAS_ORIGINAL:
        return Transaction((source, ""), number, int.from_bytes(content[times + 7 : times + 14], "little"))
    return Transaction((source, ""), number, immediate)
