"""Keeps the filters at the servers' doors in step with the security groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from threading import Event, Lock, Thread

from sandbox.backing import ClusterKey
from sandbox.data_plane.addresses import network_on_loopback
from sandbox.data_plane.admission.filtering import program
from sandbox.data_plane.admission.sockets import attach, listener_of

LOOK_SECONDS = 0.5

Admitted = Callable[[ClusterKey], Sequence[IPv4Network]]
"""The networks of the VPC that may reach a cluster's port."""

_Networks = tuple[IPv4Network, ...]
_NO_VPC = IPv4Network("127.0.0.1/32")
"""Where what is bound to no address of a VPC comes from, as servers that follow each other."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server of a cluster listens, and the process that does."""

    key: ClusterKey
    pid: int
    address: IPv4Address
    port: int


def keep_private(door: Door) -> None:
    """Closes a door of servers among each other to everybody who has an address of a VPC, for good."""
    with listener_of(door.pid, door.address, door.port) as listener:
        if listener:
            attach(listener, program([_NO_VPC]))


class Doorkeeper:
    """Asks again and again whom to let in, on a thread of its own: nobody who guards a door waits for the answer.

    Where nobody can say, whoever was let in before still is; a cluster of which nobody ever spoke lets nobody in.
    """

    def __init__(self, admitted: Admitted, look_seconds: float = LOOK_SECONDS) -> None:
        self._admitted = admitted
        self._look_seconds = look_seconds
        self._doors: dict[Door, _Networks | None] = {}
        self._known: dict[ClusterKey, _Networks] = {}
        self._lock = Lock()
        self._awake = Event()
        self._closed = False
        self._thread = Thread(target=self._run, daemon=True, name="doorkeeper")
        self._thread.start()

    def guard(self, door: Door) -> None:
        """Closes a door to everybody but those who were admitted last, until the answer comes; returns at once.

        Raises NotPermittedError if the kernel does not let this user.
        """
        with self._lock:
            self._doors[door] = None
            self._hold(door)
        self._awake.set()

    def close(self) -> None:
        """Stops asking; filters stay."""
        self._closed = True
        self._awake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            self._awake.wait(self._look_seconds)
            self._awake.clear()
            self._look()

    def _look(self) -> None:
        with self._lock:
            keys = {door.key for door in self._doors}
        answers = {key: self._asked(key) for key in keys}
        with self._lock:
            self._known |= {key: networks for key, networks in answers.items() if networks is not None}
            for door in list(self._doors):
                self._hold(door)

    def _asked(self, key: ClusterKey) -> _Networks | None:
        try:
            return tuple(network_on_loopback(network) for network in self._admitted(key))
        except Exception:  # the control plane may be in the middle of anything; the next look asks again
            return None

    def _hold(self, door: Door) -> None:
        networks = self._known.get(door.key, ())
        if self._doors[door] == networks:
            return
        try:
            with listener_of(door.pid, door.address, door.port) as listener:
                if listener:
                    attach(listener, program(networks))
                    self._doors[door] = networks
        except ProcessLookupError:
            del self._doors[door]
