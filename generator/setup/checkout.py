"""The checkout that is being set up: where things are, and what the installed packages depend on."""

import hashlib
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

RECIPE = "1"
"""Goes up when the set-up itself changes so much that environments made before must be made again."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """A clone of Tidegate at `root`; `cache` is Tidegate's cache directory."""

    root: Path
    cache: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The virtual environment's Python."""
        return self.venv / "bin" / "python"

    @property
    def requirements(self) -> Path:
        """The locked packages."""
        return self.root / "requirements.lock"

    @property
    def log(self) -> Path:
        """What the tools said during the last set-up."""
        return self.root / "build" / "setup.log"

    @property
    def lock(self) -> Path:
        """Held while a set-up is at work; beside the environment, which is thrown away on the way."""
        return self.root / ".venv.lock"

    def packages(self) -> str:
        """The locked packages as a digest."""
        return hashlib.sha256(self.requirements.read_bytes()).hexdigest()

    def recipe(self) -> str:
        """What the environment is made from, as a digest: other packages, another Python or place give another."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        declared = [project["build-system"], project["project"], project.get("tool", {}).get("hatch")]
        parts = [RECIPE, self.packages(), str(self.root), os.path.realpath(self.python), declared]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
