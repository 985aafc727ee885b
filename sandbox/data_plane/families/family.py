"""What a family of servers has to say of itself. Nothing that makes, watches or mends clusters asks which it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from typing import Protocol

from sandbox.backing import Feature
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.servers.connection import Administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import Place

REPLICATOR = "rdsrepladmin"
"""RDS's own account has this name."""


@dataclass(frozen=True, slots=True)
class Source:
    """A server to follow: through its administrative port, which no security group and no full house closes."""

    address: IPv4Address
    port: int
    password: str
    authority: str


@dataclass(frozen=True, slots=True)
class Following:
    """How a server stands as a reader; of one that follows nobody, the defaults. `received` counts what it applied.

    `broken`: it could not apply what it received, and has given up.
    """

    received: GtidSet = field(default_factory=GtidSet)
    receiving: bool = False
    lag_seconds: float | None = None
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A parameter group as options of a server, and the names of what the server has no counterpart of."""

    options: Mapping[str, str]
    left_out: Sequence[str] = ()


class Settings(Protocol):
    """Options of servers. `lets_anybody_in`: whether the administrative port asks for no privilege of its own."""

    lets_anybody_in: bool

    def base(self, folder: Path) -> dict[str, str]:
        """What every server needs, also one that nobody reaches from outside."""

    def alone(self, plugin_folder: Path, plugins: Sequence[str]) -> dict[str, str]:
        """What a server needs that works on data which becomes a cluster's: limits, no network, no log of its own."""

    def group(self, parameters: Mapping[str, str], version: str, port: int) -> Group:
        """Parameters of a group for a server of this version. Raises FormulaError."""

    def member(self, place: Place) -> dict[str, str]:
        """What makes a server a member, whatever its parameter group says."""

    def limits(self) -> dict[str, str]:
        """What holds where a parameter group says nothing: six servers fit on a laptop."""

    def at_start(self, *, writer: bool) -> Sequence[Sequence[str]]:
        """Arguments for a start as the writer, or as a reader; where the first do not do, the next are tried."""

    def read_certificates(self, admin: Administration) -> None:
        """Has a server that runs read its certificate anew."""

    def refusal(self, distribution: Distribution, folder: Path) -> str | None:
        """What a server complains of in its option file; None if it takes it. Nothing is started."""


class Data(Protocol):
    """Data folders. `clones`: whether a server copies its data while it serves (`CLONE`).

    `administrator` is the account that is reached through the unix socket alone.
    """

    clones: bool

    @property
    def administrator(self) -> str:
        """The internal account's name."""

    def initialise(self, distribution: Distribution, folder: Path) -> None:
        """Makes `folder/data` with the internal account in it and nothing else. Raises DataPlaneError."""

    def begin_anew(self, admin: Administration) -> None:
        """Lets data that was copied from a member begin a history of its own, before a cluster is made of it."""

    def forget_logs(self, data: Path) -> None:
        """Deletes what a copied data folder knows of the replication that it was part of; no server runs on it."""


class Replication(Protocol):
    """The statements by which a server follows another, stops following, or becomes the writer."""

    counted_readers: str | None
    """The status variable that says how many of a server's connections are those of readers; None: none is counted."""

    def follow(self, admin: Administration, source: Source) -> None:
        """Replicates from `source`, over TLS, beginning with what this server lacks."""

    def stop_following(self, admin: Administration) -> None:
        """Ends replication, and forgets from whom."""

    def stop_receiving(self, admin: Administration) -> GtidSet:
        """Takes nothing more; what this server has received, applied or not."""

    def receive_again(self, admin: Administration) -> None:
        """Goes on after `stop_receiving`."""

    def apply_received(self, admin: Administration, wanted: GtidSet, seconds: float) -> bool:
        """Waits until this server has applied `wanted`; whether it has."""

    def following(self, admin: Administration) -> Following:
        """How this server stands as a reader."""

    def executed(self, admin: Administration) -> GtidSet:
        """What this server has applied."""

    def purged(self, admin: Administration) -> GtidSet:
        """What this server can no longer hand out."""

    def identity(self, admin: Administration) -> str:
        """What tells this server's transactions from others'."""

    def open_for_accounts(self, admin: Administration) -> None:
        """Lets the internal account write to a server that nobody follows yet."""

    def open_for_writes(self, admin: Administration) -> None:
        """Makes this server the writer: each commit waits for a reader from the first on."""

    def close_for_writes(self, admin: Administration) -> None:
        """Lets what is being committed end, and takes no more."""


class Accounts(Protocol):
    """Accounts of a cluster: the master user with RDS's rights, and the one by which servers follow each other."""

    def make_replicator(self, admin: Administration, password: str) -> None:
        """The internal accounts of a new or a restored cluster; what they were before is overwritten."""

    def make_master(self, admin: Administration, user: str, password: str, database: str | None) -> None:
        """The master user with the rights that RDS gives, and the first database."""

    def change_password(self, admin: Administration, user: str, password: str) -> None:
        """Gives a user a password; the one before opens a session too, until `discard_old_password`."""

    def discard_old_password(self, admin: Administration, user: str) -> None:
        """Ends the time in which two passwords open a session."""


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of server. `lacks`: what it cannot do of what a Multi-AZ DB cluster does, with the reason."""

    settings: Settings
    data: Data
    replication: Replication
    accounts: Accounts
    lacks: Mapping[Feature, str] = field(default_factory=dict)
