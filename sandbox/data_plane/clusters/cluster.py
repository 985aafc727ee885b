"""A cluster that runs: three members, which of them is the writer, and what may be done to them."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock

import pymysql

from sandbox.backing import ClusterKey
from sandbox.data_plane.clusters.archive import Archive
from sandbox.data_plane.clusters.election import Standing, any_fit
from sandbox.data_plane.clusters.failover import Elected, choose, promote, repoint
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.clusters.state import ClusterState, Term, save
from sandbox.data_plane.clusters.watch import Watch
from sandbox.data_plane.servers.connection import Administration

CLOSE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Outside:
    """Whom a cluster tells of itself: `roles` when the writer has changed, `event` when something happened.

    `event` is told the source (a member or the cluster), the number of the RDS event, and what its message names;
    `started` each member whose server has just come up.
    """

    roles: Callable[["Cluster"], None]
    event: Callable[[ClusterKey, str, str, str], None]
    started: Callable[["Cluster", MemberServer], None]


class Cluster:
    """The members by identifier. Whoever changes roles, or starts and ends servers, holds `lock`."""

    def __init__(
        self, folder: Path, state: ClusterState, members: Mapping[str, MemberServer], outside: Outside
    ) -> None:
        self.folder = folder
        self.state = state
        self.members = members
        self.outside = outside
        self.lock = RLock()
        self.family = next(iter(members.values())).family
        self.archive = Archive(folder / "archive", wanted="point-in-time restore" not in self.family.lacks)
        self.open = False
        self.reigning = False
        """Whether the writer was opened for writes, since it became the writer or was started."""
        self.kept_until: float | None = None
        """Whole seconds since the epoch, up to which every commit is in the archive."""
        self.watches: dict[str, Watch] = {}

    @property
    def key(self) -> ClusterKey:
        """Which cluster this is."""
        return self.state.order.key

    @property
    def writer(self) -> MemberServer:
        """The member that takes writes, or will again."""
        return self.members[self.state.writer]

    @property
    def readers(self) -> Sequence[MemberServer]:
        """The other members."""
        return [member for name, member in self.members.items() if name != self.state.writer]

    @property
    def may_hand_over(self) -> bool:
        """Whether a reader is fit to be the writer; without one, a failover would end the writer for nothing."""
        return any_fit(
            [
                Standing(each.identifier, GtidSet() if each.serves_as_reader else None, each.caught_up_at, each.lost_at)
                for each in self.readers
            ]
        )

    def begin(self) -> None:
        """Starts all servers that are not held down; none follows or takes writes yet. Raises StartError."""
        for name in self.state.held:
            self.members[name].held = True
        wanted = [member for member in self.members.values() if not member.held]
        with ThreadPoolExecutor(len(self.members)) as together:
            list(together.map(self.start, wanted))
        self.watches = {name: Watch(member) for name, member in self.members.items()}
        self.open = True

    def start(self, member: MemberServer) -> None:
        """Starts one server, which follows nobody yet. Raises StartError."""
        if not member.alive:
            member.start(writer=member is self.writer)
            self.outside.started(self, member)
        if watch := self.watches.get(member.identifier):
            watch.answered_at = time.monotonic()

    def rest(self) -> None:
        """Starts the writer anew, and takes no writes until it reigns again. Raises StartError."""
        self.reigning = False
        self.writer.kill()
        self.start(self.writer)

    def reign(self, behind: Sequence[MemberServer] | None = None) -> None:
        """Opens the writer for writes with readers behind it (all that run), and says so outside."""
        for reader in self.readers if behind is None else behind:
            if reader.alive:
                repoint(reader, self.writer, self.state.replicator_password)
        with self.writer.administration() as admin:
            self._begin_term(admin)
            self._keep()
            self.family.replication.open_for_writes(admin)
        self.reigning = True
        self.outside.roles(self)

    def fail_over(self) -> bool:
        """Replaces a writer that failed, and says so outside; whether a reader could take over."""
        return self._replace_writer(None, self._event)

    def hand_over(self, preferred: str | None) -> bool:
        """A failover that was asked for; whoever asked says what happens.

        The writer ends what it commits first, so that it needs no rebuilding.
        """
        with suppress(pymysql.MySQLError, OSError), self.writer.administration(CLOSE_SECONDS) as admin:
            self.family.replication.close_for_writes(admin)
        return self._replace_writer(preferred, _unheard)

    def restart_writer(self) -> None:
        """Starts the writer where it was: it holds every commit that it acknowledged. Raises StartError."""
        self._event("RDS-EVENT-0070", self.writer.identifier)
        self.start(self.writer)
        self.reign()

    def tell(self) -> None:
        """Keeps the state, and tells outside who has which role."""
        self._keep()
        self.outside.roles(self)

    def event(self, member: MemberServer, number: str) -> None:
        """Something happened to a member."""
        self.outside.event(self.key, member.identifier, number, "")

    def end(self, *, in_order: bool) -> None:
        """Ends all servers; the data stays."""
        self.open = False
        for watch in self.watches.values():
            watch.close()
        self.watches = {}
        # The writer last: nothing that it commits while it ends shall wait for a reader.
        for member in [*self.readers, self.writer]:
            member.kill() if not in_order or member is self.writer else member.stop()

    def _replace_writer(self, preferred: str | None, tell: Callable[[str, str], None]) -> bool:
        """Fences the writer and promotes a reader; whether one could be. The old writer is down afterwards."""
        old = self.writer
        self.reigning = False
        old.kill()
        self.archive.keep(old, self.state.terms)
        elected = choose(self.readers, preferred)
        if elected is None:
            return False
        tell("RDS-EVENT-0073", elected.member.identifier)
        self._crown(elected)
        tell("RDS-EVENT-0071", elected.member.identifier)
        return True

    def _crown(self, elected: Elected) -> None:
        others = [reader for reader in self.readers if reader is not elected.member and reader.alive]

        def crowned(admin: Administration) -> None:
            self.state.terms[-1].accepted = str(elected.received)
            self.state.writer = elected.member.identifier
            self._begin_term(admin)
            self._keep()

        promote(elected, others, self.state.replicator_password, crowned)
        self.reigning = True
        self.outside.roles(self)

    def _begin_term(self, admin: Administration) -> None:
        uuid = self.family.replication.identity(admin)
        terms = self.state.terms
        if not terms or terms[-1].uuid != uuid:
            terms.append(Term(uuid, time.time()))
        self.archive.keep(self.writer, terms)

    def _keep(self) -> None:
        self.state.held = sorted(member.identifier for member in self.members.values() if member.held)
        save(self.state, self.folder)

    def _event(self, number: str, name: str) -> None:
        self.outside.event(self.key, self.key.identifier, number, name)


def _unheard(_number: str, _name: str) -> None:
    """Tells nobody."""
