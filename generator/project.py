"""Where things are in a checkout: the specs, the build folder, the provider's lock."""

from dataclasses import dataclass
from pathlib import Path

from generator.errors import MisuseError
from generator.nearest import nearest

SPECS = "environments"


@dataclass(frozen=True, slots=True)
class Project:
    """A checkout, by its root folder."""

    root: Path

    @property
    def lock(self) -> Path:
        """The lock file with the provider's version and hashes."""
        return self.root / ".terraform.lock.hcl"

    def environments(self) -> list[str]:
        """The names of all environments, sorted."""
        return sorted(file.stem for file in (self.root / SPECS).glob("*.yaml"))

    def spec(self, environment: str) -> Path:
        """The spec's file, relative to the root. Raises MisuseError for an unknown name, with the nearest known."""
        known = self.environments()
        if environment not in known:
            near = nearest(environment, known)
            raise MisuseError(
                f"there is no environment {environment!r}: {SPECS}/ holds {', '.join(known) or 'none'}",
                fix=f"did you mean {near}?" if near else f"name one of them, or add {SPECS}/<name>.yaml",
            )
        return Path(SPECS, f"{environment}.yaml")

    @property
    def sandbox(self) -> Path:
        """The folder of the sandbox that stays."""
        return self.root / "build" / "sandbox"

    def build(self, environment: str) -> Path:
        """The folder of what is made from an environment's spec."""
        return self.root / "build" / environment


def find_project(start: Path | None = None) -> Project:
    """The checkout that `start` (the working directory) lies in. Raises MisuseError outside of one."""
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / SPECS).is_dir() and (folder / "pyproject.toml").is_file():
            return Project(folder)
    raise MisuseError(
        f"{start} is not inside a checkout of Tidegate", fix=f"call it from the folder that holds {SPECS}/"
    )
