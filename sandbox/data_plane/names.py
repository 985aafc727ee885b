"""The names of clusters and what they mean now: members have addresses, the writer's name is an alias that flips."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address
from itertools import count
from threading import Lock

TTL_SECONDS = 1
"""So that a client that looks a name up again sees a failover at once. RDS has 5 seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The names that lead to an address, first the one that was asked for; None: it has no address of that kind."""

    chain: tuple[str, ...]
    address: IPv4Address | None


@dataclass(frozen=True, slots=True)
class ClusterNames:
    """A cluster's two endpoints, and the names and loopback addresses of its members."""

    writer_name: str
    reader_name: str
    members: Mapping[str, IPv4Address]


@dataclass(slots=True)
class _Endpoints:
    names: ClusterNames
    writer: str
    readers: tuple[str, ...]
    turn: Iterator[int]


class Names:
    """What each name means. Every change is seen whole or not at all; names are compared without their case."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._addresses: dict[str, IPv4Address] = {}
        self._clusters: dict[str, _Endpoints] = {}

    def publish(self, names: ClusterNames, *, writer: str, readers: Sequence[str]) -> None:
        """Says what a cluster's names mean from now on: `writer` and `readers` are names of members.

        The reader endpoint goes round the readers; with none it leads to the writer, as on RDS.
        """
        with self._lock:
            before = self._clusters.get(_key(names.reader_name))
            turn = before.turn if before else count()
            endpoints = _Endpoints(names, _key(writer), tuple(_key(reader) for reader in readers), turn)
            self._forget(names)
            self._addresses |= {_key(name): address for name, address in names.members.items()}
            self._clusters |= {_key(names.writer_name): endpoints, _key(names.reader_name): endpoints}

    def withdraw(self, names: ClusterNames) -> None:
        """Forgets a cluster's names."""
        with self._lock:
            self._forget(names)

    def look_up(self, name: str, *, addresses: bool = True) -> Answer | None:
        """What a name means; None if nobody has it. Only a question for addresses moves the readers' turn on."""
        asked = _key(name)
        with self._lock:
            if asked in self._addresses:
                return Answer((asked,), self._addresses[asked] if addresses else None)
            endpoints = self._clusters.get(asked)
            if endpoints is None:
                return None
            if not addresses:
                return Answer((asked,), None)
            member = self._member(asked, endpoints)
            return Answer((asked, member), self._addresses[member])

    def _member(self, asked: str, endpoints: _Endpoints) -> str:
        if asked == _key(endpoints.names.writer_name) or not endpoints.readers:
            return endpoints.writer
        return endpoints.readers[next(endpoints.turn) % len(endpoints.readers)]

    def _forget(self, names: ClusterNames) -> None:
        for name in names.members:
            self._addresses.pop(_key(name), None)
        for name in (names.writer_name, names.reader_name):
            self._clusters.pop(_key(name), None)


def _key(name: str) -> str:
    return name.rstrip(".").lower()
