"""Base backups of a cluster: whole copies of its data, each with the time from which binary logs continue it."""

import shutil
import time
from pathlib import Path

from sandbox.data_plane.clusters.member import MemberServer, clone
from sandbox.data_plane.servers.options import DATA
from sandbox.data_plane.servers.template import copy_data

DRAFT = "draft"


class Bases:
    """A folder with one folder a backup, named by its time in microseconds since the epoch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: Path, taken: int) -> None:
        """Keeps a copy of a data folder that no server writes to."""
        draft = self._draft()
        copy_data(data, draft)
        draft.rename(self.folder / str(taken))

    def take(self, donor: MemberServer) -> None:
        """Takes one of a server that runs, as of the end of the copy. Raises pymysql.MySQLError."""
        draft = self._draft()
        clone(donor, draft / DATA)
        draft.rename(self.folder / str(time.time_ns() // 1000))

    def drop_all_but(self, latest: int) -> None:
        """Deletes backups between the first one and so many of the latest."""
        for taken in self.times()[1:-latest]:
            shutil.rmtree(self.folder / str(taken), ignore_errors=True)

    def times(self) -> list[int]:
        """When there were backups taken, oldest first."""
        if not self.folder.exists():
            return []
        return sorted(int(each.name) for each in self.folder.iterdir() if each.name.isdigit())

    def first(self) -> Path:
        """The data that the cluster began with."""
        return self.folder / str(self.times()[0]) / DATA

    def before(self, moment: int) -> Path | None:
        """The data of the latest backup that was taken before a moment."""
        fit = [taken for taken in self.times() if taken <= moment]
        return self.folder / str(fit[-1]) / DATA if fit else None

    def _draft(self) -> Path:
        draft = self.folder / DRAFT
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        return draft
