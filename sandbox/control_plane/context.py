"""What every part of the control plane shares. One a process, as moto's own state is."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from threading import RLock

from sandbox.backing import Backing, NothingBehind
from sandbox.data_plane.addresses import on_loopback

LOCK = RLock()
"""Held while moto's state is read or changed: its backends are plain dictionaries, and Terraform calls in parallel."""


@dataclass(slots=True)
class Context:
    """What stands behind the clusters, how long a change shows before it is done, and what the time is."""

    backing: Backing = field(default_factory=NothingBehind)
    transition_seconds: float = 1.0
    ahead: timedelta = timedelta()
    minute_seconds: float = 60.0
    """How long a minute of an alarm lasts: drills cannot wait for five of them."""
    last_passed: datetime | None = None
    endpoint: str = ""
    members: dict[tuple[str, str, str], list[IPv4Address]] = field(default_factory=dict)
    """Account, region and security group -> the addresses of the machines that are in it."""
    shipped: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """A cluster's resource id, a member and a log -> how much of it, in bytes, is in the log group."""
    rotations: set[str] = field(default_factory=set)
    """The secrets that are being rotated by their functions."""
    folder: Path = Path(tempfile.gettempdir()) / f"tidegate-{os.getpid()}"
    dns: tuple[str, int] | None = None
    ca_bundle: Path | None = None
    changed: Callable[[], None] = lambda: None
    """Called after a change that no request made, so that it is kept."""

    def now(self) -> datetime:
        """The sandbox's time, which may be ahead of this machine's."""
        return datetime.now(UTC) + self.ahead

    def on_loopback(self, address: str) -> IPv4Address:
        """Where on this machine an address of a VPC is."""
        return on_loopback(IPv4Address(address))


CONTEXT = Context()


@contextmanager
def unlocked() -> Iterator[None]:
    """Lets others in while a request waits for something that itself calls the API."""
    LOCK.release()
    try:
        yield
    finally:
        LOCK.acquire()
