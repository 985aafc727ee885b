"""What a drill is given: the cluster, a schema and a user of its own, a history to write, and how much to do."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path

import pymysql

from drills.cluster import Cluster, Member, Password
from drills.errors import DrillError
from drills.history import NEMESIS, Recorder
from drills.mysql import Connector, Login, Session, Timeouts
from drills.site import Site
from drills.subject import Subject
from drills.workloads import Workload

SCHEMA = "tidegate_drill"
USER = "tidegate_drill"
USUAL = Timeouts()


@dataclass(frozen=True, slots=True)
class Scale:
    """How much a drill does: failovers by the API, seconds of load at a step, clients of each workload.

    `faults`: whether servers are stopped, killed and made to hang as well, where the site can do that.
    """

    failovers: int = 20
    seconds: float = 20.0
    clients: int = 2
    pace: float = 0.02
    settle: float = 1.5
    faults: bool = True


FULL = Scale()
SHORT = Scale(failovers=4, seconds=5.0, clients=1)


def admitted_source(site: Site, subject: Subject) -> str | None:
    """An address that the spec lets in, where the site lets one choose."""
    ranges = [IPv4Network(origin.cidr) for origin in subject.origins if origin.cidr]
    return site.source(str(ranges[0][0])) if ranges else None


@dataclass(slots=True)
class Arena:
    """One drill on one cluster. `tell` says to a watcher what goes on."""

    subject: Subject
    site: Site
    folder: Path
    recorder: Recorder
    scale: Scale = FULL
    tell: Callable[[str], None] = lambda _: None
    cluster: Cluster = field(init=False)

    def __post_init__(self) -> None:
        self.cluster = Cluster(self.site, self.subject.region, self.subject.cluster)

    def connector(
        self, endpoint: str, login: Login, *, schema: str | None = SCHEMA, timeouts: Timeouts = USUAL
    ) -> Connector:
        """A way to the `writer` or `reader` endpoint, from an address that may come in."""
        host, port = self.cluster.endpoint(endpoint)
        return self._connector(host, port, login, schema, timeouts)

    def to_member(self, member: Member, login: Login, *, schema: str | None = None) -> Connector:
        """A way to one server."""
        return self._connector(member.host, member.port, login, schema, USUAL)

    def _connector(self, host: str, port: int, login: Login, schema: str | None, timeouts: Timeouts) -> Connector:
        return Connector(
            host=host,
            port=port,
            login=login,
            resolve=self.site.resolve,
            ca_bundle=self.site.ca_bundle,
            database=schema,
            source=admitted_source(self.site, self.subject),
            timeouts=timeouts,
        )

    @contextmanager
    def fault(self, name: str, value: object = None) -> Iterator[None]:
        """Records what is done to the cluster around the block."""
        self.tell(name)
        self.recorder.record("invoke", NEMESIS, "nemesis", name, value)
        try:
            yield
        except BaseException as error:
            self.recorder.record("info", NEMESIS, "nemesis", name, error=str(error))
            raise
        self.recorder.record("ok", NEMESIS, "nemesis", name)

    @contextmanager
    def ground(self, workloads: Sequence[Workload] = ()) -> Iterator[Password]:
        """The drills' own schema with the workloads' tables, and a user that may do all there; both go afterwards."""
        login = Password(USER, secrets.token_urlsafe(24))
        self._run(*_undo(), f"CREATE SCHEMA {SCHEMA}", *_user(login))
        try:
            for workload in workloads:
                for statement in workload.tables:
                    self.connector("writer", login).ask(statement)
            yield login
        finally:
            self._clean_up()

    def session(self, endpoint: str, login: Login) -> Session:
        """A client's connection to an endpoint."""
        return Session(self.connector(endpoint, login))

    def server_version(self) -> str:
        """What the writer calls itself."""
        connector = self.connector("writer", self.cluster.master(), schema=None)
        ((version, comment),) = connector.ask("SELECT @@version, @@version_comment")
        return f"{version} ({str(comment).strip('()')})"

    def executed(self) -> dict[str, str]:
        """`gtid_executed` of each member that answers, by identifier."""
        master, found = self.cluster.master(), {}
        for member in self.cluster.members().values():
            with suppress(pymysql.err.MySQLError):
                ((text,),) = self.to_member(member, master).ask("SELECT @@global.gtid_executed")
                found[member.identifier] = str(text)
        return found

    def _run(self, *statements: str) -> None:
        connector = self.connector("writer", self.cluster.master(), schema=None, timeouts=Timeouts(5, 30))
        for statement in statements:
            try:
                connector.ask(statement)
            except pymysql.err.MySQLError as error:
                raise DrillError(
                    f"the drill's own schema cannot be made or removed on {self.subject.cluster}: {error}",
                    fix="see that the master user can log in from here",
                ) from error

    def _clean_up(self) -> None:
        self.cluster.wait(self._cleaned, seconds=60, what="a writer that takes the drill's schema away")

    def _cleaned(self) -> bool:
        try:
            self._run(*_undo())
        except DrillError:
            return False
        return True


def _undo() -> tuple[str, ...]:
    return f"DROP SCHEMA IF EXISTS {SCHEMA}", f"DROP USER IF EXISTS {USER}@'%'"


def _user(login: Password) -> tuple[str, ...]:
    return (
        f"CREATE USER {login.user}@'%' IDENTIFIED BY '{login.text}' REQUIRE SSL",
        f"GRANT ALL ON {SCHEMA}.* TO {login.user}@'%'",
    )
