"""What the control plane and the data plane say to each other: data and protocols, and nothing of either side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from ipaddress import IPv4Network
from pathlib import Path
from typing import Literal, Protocol

Role = Literal["writer", "reader"]
Fault = Literal["kill", "hang", "resume", "stop", "start"]
Feature = Literal[
    "point-in-time restore",
    "CLONE",
    "super_read_only",
    "protected accounts",
    "tokens in the clear",
    "time zones by name",
    "drills",
]
"""What a server may lack of what stands behind a Multi-AZ DB cluster on RDS."""


class BackingError(Exception):
    """What stands behind a cluster could not do what was asked; `code` is an error code of the RDS API.

    `status` is the cluster's status afterwards, as DescribeDBClusters names it.
    """

    def __init__(self, code: str, message: str, status: str = "available") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class ClusterKey:
    """Which cluster of all accounts and regions."""

    account: str
    region: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Member:
    """One of a cluster's three DB instances: its identifier, its zone, and the network of its subnet."""

    identifier: str
    zone: str
    cidr: str = ""


@dataclass(frozen=True, slots=True)
class ClusterOrder:
    """What a new cluster is to be. The first of the members is the writer at creation."""

    key: ClusterKey
    resource_id: str
    engine_version: str
    port: int
    members: Sequence[Member]
    parameters: Mapping[str, str]
    master_user: str
    master_password: str
    database: str | None
    iam_authentication: bool
    writer_name: str
    reader_name: str
    member_names: Mapping[str, str]
    """Member identifier -> DNS name."""
    ca_identifier: str = "rds-ca-rsa2048-g1"
    """The certificate authority, which decides on the type of the servers' keys."""


@dataclass(frozen=True, slots=True)
class MemberState:
    """What is seen of a member: whether it serves, and seconds of lag behind the writer (None: not replicating)."""

    role: Role
    serving: bool
    replica_lag_seconds: float | None = 0.0
    connections: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict)
    """Further metrics by CloudWatch's name and in its unit, where they can be measured."""


@dataclass(frozen=True, slots=True)
class LogPart:
    """Bytes of a log file, and the offset where the next part begins."""

    content: bytes
    end: int


@dataclass(frozen=True, slots=True)
class Observation:
    """What is seen of a cluster."""

    writer: str
    members: Mapping[str, MemberState]
    earliest_restorable: datetime | None = None
    latest_restorable: datetime | None = None


class Backing(Protocol):
    """What stands behind clusters. Every call blocks until it is done; failures raise BackingError."""

    def create(self, order: ClusterOrder) -> None:
        """Makes a cluster that serves."""

    def restore(self, order: ClusterOrder, source: ClusterKey | str, at: datetime | None) -> None:
        """Makes a cluster from another one's backups (at a time; None: the latest), or from a snapshot by its ARN."""

    def modify(
        self,
        key: ClusterKey,
        *,
        parameters: Mapping[str, str] | None = None,
        master_password: str | None = None,
        iam_authentication: bool | None = None,
        ca_identifier: str | None = None,
    ) -> None:
        """Changes what is not None. `parameters` are all that apply now (dynamic), not those that await a reboot."""

    def reboot(self, key: ClusterKey, parameters: Mapping[str, str]) -> None:
        """Restarts the members, with these parameters in force."""

    def failover(self, key: ClusterKey, target: str | None) -> None:
        """Makes a reader the writer: `target`, or the one that AWS would take."""

    def delete(self, key: ClusterKey) -> None:
        """Ends the cluster and its backups; snapshots stay."""

    def snapshot(self, key: ClusterKey, snapshot: str) -> None:
        """Takes a snapshot, named by its ARN."""

    def delete_snapshot(self, snapshot: str) -> None:
        """Deletes a snapshot by its ARN."""

    def observe(self, key: ClusterKey) -> Observation:
        """Says what is seen now; quick."""

    def inject(self, fault: Fault, key: ClusterKey, member: str) -> None:
        """Does to a member what an outage would do."""

    def engine(self) -> str | None:
        """The server that really runs, with its version; None if none does."""

    def lacks(self) -> Mapping[Feature, str]:
        """What that server cannot do, with the reason."""

    def log(self, key: ClusterKey, member: str, name: str, offset: int = 0) -> LogPart:
        """What a member's log holds from a byte on: `error`, `general`, `slowquery` or `iam-db-auth-error`.

        One that is shorter than that was begun anew, and is read from its start.
        """


class Judge(Protocol):
    """What the data plane asks the control plane."""

    def may_login(self, key: ClusterKey, *, user: str, token: str, host: str, port: int) -> bool:
        """Whether an IAM token opens a session: its signature, its age, and an allowed `rds-db:connect`."""

    def admitted(self, key: ClusterKey) -> Sequence[IPv4Network]:
        """The VPC's networks that the cluster's security groups let reach its port.

        A group that is admitted stands for the addresses (/32) of the network interfaces that are in it.
        """

    def alias(self, name: str) -> str | None:
        """What a CNAME record of a private hosted zone leads to; None if no zone has the name."""

    def event(self, key: ClusterKey, source: str, event_id: str, message: str) -> None:
        """Something happened to `source`, a member or the cluster: a row of DescribeEvents, and a message to SNS.

        `message` is what the event's text names, where it names something.
        """


class DataPlane(Protocol):
    """What `sandbox.data_plane.opened(folder, judge)` returns."""

    @property
    def backing(self) -> Backing:
        """What stands behind the clusters."""

    @property
    def dns(self) -> tuple[str, int] | None:
        """Address and port that resolve the clusters' names."""

    @property
    def ca_bundle(self) -> Path | None:
        """The certificates that clients trust."""

    def close(self) -> None:
        """Ends every process; data stays in the folder."""


class NothingBehind:
    """The control plane alone: every cluster is there at once, and nothing serves behind it.

    A failover moves the writer, so that what reads the API sees one.
    """

    def __init__(self) -> None:
        self._members: dict[ClusterKey, list[str]] = {}
        self._since: dict[ClusterKey, datetime] = {}

    def create(self, order: ClusterOrder) -> None:  # noqa: D102
        self._members[order.key] = [member.identifier for member in order.members]
        self._since[order.key] = datetime.now(UTC)

    def restore(self, order: ClusterOrder, source: ClusterKey | str, at: datetime | None) -> None:  # noqa: ARG002, D102
        self.create(order)

    def modify(  # noqa: D102
        self,
        key: ClusterKey,
        *,
        parameters: Mapping[str, str] | None = None,
        master_password: str | None = None,
        iam_authentication: bool | None = None,
        ca_identifier: str | None = None,
    ) -> None:
        pass

    def reboot(self, key: ClusterKey, parameters: Mapping[str, str]) -> None:  # noqa: D102
        pass

    def failover(self, key: ClusterKey, target: str | None) -> None:  # noqa: D102
        members = self._members[key]
        members.insert(0, members.pop(members.index(target) if target else 1))

    def delete(self, key: ClusterKey) -> None:  # noqa: D102
        self._members.pop(key, None)
        self._since.pop(key, None)

    def snapshot(self, key: ClusterKey, snapshot: str) -> None:  # noqa: D102
        pass

    def delete_snapshot(self, snapshot: str) -> None:  # noqa: D102
        pass

    def observe(self, key: ClusterKey) -> Observation:  # noqa: D102
        writer, *readers = self._members[key]
        states = {writer: MemberState("writer", serving=True)}
        states |= {reader: MemberState("reader", serving=True) for reader in readers}
        return Observation(writer, states, self._since[key], datetime.now(UTC))

    def inject(self, fault: Fault, key: ClusterKey, member: str) -> None:  # noqa: D102
        raise BackingError("InvalidDBInstanceState", f"{member} of {key.identifier} has no server that could {fault}")

    def engine(self) -> str | None:  # noqa: D102
        return None

    def lacks(self) -> Mapping[Feature, str]:  # noqa: D102
        return {}

    def log(self, key: ClusterKey, member: str, name: str, offset: int = 0) -> LogPart:  # noqa: ARG002, D102
        return LogPart(b"", 0)
