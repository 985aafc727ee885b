"""Base backups of a cluster: whole copies of its data, each with the time from which binary logs continue it."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sandbox.data_plane.servers.template import copy_data

_TAKING = ".taking"


class Bases:
    """A folder with one folder a backup, named by its time in microseconds since the epoch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, data: Path, taken: int) -> None:
        """Keeps a copy of a data folder that no server writes to."""
        self._publish(taken, lambda folder: copy_data(data, folder))

    def times(self) -> list[int]:
        """When there were backups taken, oldest first."""
        if not self.folder.exists():
            return []
        return sorted(int(each.name) for each in self.folder.iterdir() if each.name.isdigit())

    def before(self, moment: int) -> Path | None:
        """The data of the latest backup that was taken before a moment."""
        fit = [taken for taken in self.times() if taken <= moment]
        return self.folder / str(fit[-1]) / "data" if fit else None

    def _publish(self, taken: int, fill: Callable[[Path], None]) -> None:
        draft = self.folder / f"{taken}{_TAKING}"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        fill(draft)
        draft.rename(self.folder / str(taken))
