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


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server of a cluster listens, and the process that does."""

    key: ClusterKey
    pid: int
    address: IPv4Address
    port: int


class Doorkeeper:
    """Asks again and again whom to let in. Where nobody can say, whoever was let in before still is."""

    def __init__(self, admitted: Admitted, look_seconds: float = LOOK_SECONDS) -> None:
        self._admitted = admitted
        self._look_seconds = look_seconds
        self._doors: dict[Door, tuple[IPv4Network, ...] | None] = {}
        self._lock = Lock()
        self._closed = Event()
        self._thread = Thread(target=self._look, daemon=True, name="doorkeeper")
        self._thread.start()

    def guard(self, door: Door) -> None:
        """Lets in through this door, from now on, whom the security groups admit: nobody, while none can be asked.

        Raises NotPermittedError if the kernel does not let this user.
        """
        with self._lock:
            self._doors[door] = None
            self._hold(door, self._asked(door.key) or ())

    def close(self) -> None:
        """Stops asking; filters stay."""
        self._closed.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._closed.wait(self._look_seconds):
            with self._lock:
                doors = list(self._doors)
                answers = {key: self._asked(key) for key in {door.key for door in doors}}
                for door in doors:
                    networks = answers[door.key]
                    if networks is not None:
                        self._hold(door, networks)

    def _asked(self, key: ClusterKey) -> tuple[IPv4Network, ...] | None:
        try:
            return tuple(network_on_loopback(network) for network in self._admitted(key))
        except Exception:  # the control plane may be in the middle of anything; the next look asks again
            return None

    def _hold(self, door: Door, networks: tuple[IPv4Network, ...]) -> None:
        if self._doors[door] == networks:
            return
        try:
            with listener_of(door.pid, door.address, door.port) as listener:
                if listener:
                    attach(listener, program(networks))
                    self._doors[door] = networks
        except ProcessLookupError:
            del self._doors[door]
