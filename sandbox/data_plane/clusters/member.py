"""One DB instance of a cluster: its folder, its place, and the server that runs there."""

import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sandbox.data_plane.families import family_of
from sandbox.data_plane.families.family import Source
from sandbox.data_plane.servers.connection import Administration, administration
from sandbox.data_plane.servers.distribution import Distribution
from sandbox.data_plane.servers.options import DATA, Place, write_options
from sandbox.data_plane.servers.process import ServerProcess
from sandbox.data_plane.servers.starting import StartError, started
from sandbox.data_plane.servers.template import copy_data, forget

STOP_SECONDS = 10.0


class MemberServer:
    """A member; `held` ones stay down until somebody starts them, `following` ones replicate from the writer.

    `broken` ones could not apply what they received, and must be rebuilt.
    `caught_up_at` and `lost_at` are what an election asks for, in seconds of `time.monotonic`.
    """

    def __init__(self, distribution: Distribution, folder: Path, identifier: str, place: Place) -> None:
        self.identifier = identifier
        self.place = place
        self.folder = folder
        self.held = False
        self.following = False
        self.broken = False
        self.caught_up_at: float | None = None
        self.lost_at: float | None = None
        self.family = family_of(distribution)
        self._distribution = distribution
        self._process: ServerProcess | None = None

    def configure(self, parameters: Mapping[str, str]) -> Sequence[str]:
        """Writes the option file for the next start; the parameters that are left out of it. Raises FormulaError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.family.settings
        group = settings.group(parameters, self._distribution.version, self.place.port)
        # Later ones of the same name win.
        wanted = {**settings.base(self.folder), **settings.limits(), **group.options, **settings.member(self.place)}
        write_options(self.folder, wanted)
        return group.left_out

    def refusal(self) -> str | None:
        """What the server complains of in its option file; None if it takes it. Nothing is started."""
        return self.family.settings.refusal(self._distribution, self.folder)

    def fill(self, data: Path) -> None:
        """Takes a copy of a data folder as its own."""
        copy_data(data, self.folder)

    @property
    def alive(self) -> bool:
        """Whether its process is there."""
        return self._process is not None and self._process.alive

    @property
    def serves_as_reader(self) -> bool:
        """Whether it runs and follows the writer."""
        return self.alive and self.following

    @property
    def pid(self) -> int | None:
        """The process of its server; None if there is none."""
        return self._process.pid if self._process and self._process.alive else None

    @property
    def cpu_ticks(self) -> int:
        """Processor time that its server has used."""
        return self._process.cpu_ticks() if self._process else 0

    def start(self, *, writer: bool) -> None:
        """Runs the server and waits until it answers; it follows nobody, and takes no writes. Raises StartError.

        `writer`: whether it is the one whose commits count.
        """
        if not self.alive:
            self.following = False
            self.caught_up_at = None
            self._process = self._started(self.family.settings.at_start(writer=writer))

    def _started(self, ways: Sequence[Sequence[str]]) -> ServerProcess:
        first, *others = ways
        try:
            return started(self._distribution, self.folder, self.family.data.administrator, self.place.variables, first)
        except StartError:
            if not others:
                raise
            return self._started(others)

    def kill(self) -> None:
        """Ends the server at once."""
        self.lose()
        if self._process:
            self._process.kill()

    def crash(self) -> None:
        """Ends the server at once, as an outage does: nobody has been told."""
        if self._process:
            self._process.kill()

    def stop(self) -> None:
        """Ends the server in order."""
        self.lose()
        if self._process:
            self._process.stop(STOP_SECONDS)

    def hang(self) -> None:
        """Makes the server stand still."""
        if self._process:
            self._process.hang()

    def resume(self) -> None:
        """Lets the server go on."""
        if self._process:
            self._process.resume()

    def administration(self, seconds: float = 30.0) -> AbstractContextManager[Administration]:
        """A connection of the internal account."""
        return administration(self.folder, seconds, self.family.data.administrator)

    def connected(self, seconds: float) -> Administration:
        """A connection of the internal account that whoever asks for it closes."""
        return Administration(self.folder, seconds, self.family.data.administrator)

    def source(self, password: str) -> Source:
        """This member as one to follow."""
        return Source(self.place.address, self.place.admin_port, password, str(self.place.transport.authority))

    def rebuild_from(self, donor: "MemberServer", first: Path) -> None:
        """Replaces all data by that of `donor`, which keeps on serving. Raises pymysql.MySQLError.

        By a clone, or else by `first`, what the cluster began with: what followed comes by replication.
        A copy that breaks off, as its donor ends, leaves the data as it was: no server starts with half a copy.
        """
        self.kill()
        copy = self.folder / f"{DATA}.new"
        if self.family.data.clones:
            clone(donor, copy)
        else:
            copy_data(first, self.folder, copy.name)
        forget(self.folder)
        copy.rename(self.folder / DATA)
        self.broken = False

    def log(self, name: str) -> Path:
        """The file of a log, as `sandbox.backing` names it; it may not be there."""
        return (self.folder / DATA if name in ("general", "slowquery") else self.folder) / f"{name}.log"

    def lose(self) -> None:
        """Notes that it follows nobody from now on: what it holds is no longer what the writer has."""
        self.following = False
        self.caught_up_at = None
        self.lost_at = time.monotonic()


def clone(donor: MemberServer, data: Path) -> None:
    """Writes a consistent copy of what `donor` holds now to a new folder, by the server's own CLONE."""
    data.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(data, ignore_errors=True)
    with donor.administration(seconds=600.0) as admin:
        admin.execute("CLONE LOCAL DATA DIRECTORY = %s", [str(data)])
