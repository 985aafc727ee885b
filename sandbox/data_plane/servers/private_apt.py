"""apt with a root of its own: nothing of the machine is changed, no root is needed, signatures are checked."""

import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from sandbox.data_plane.errors import DataPlaneError

_WAYS_OUT = "name a mysqld of your own with TIDEGATE_MYSQLD, or install MySQL"


def debian_archive(wanted: str) -> tuple[str, str]:
    """Address and release (`bookworm`) of a Debian archive, from the machine's own apt sources.

    Raises DataPlaneError if there is none to take `wanted` from.
    """
    targets = _run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(CODENAME) $(COMPONENT)", "Created-By: Packages"], wanted
    )
    for target in targets.splitlines():
        site, codename, component = [*target.split(" "), "", ""][:3]
        if component == "main" and urlsplit(site).path.rstrip("/").endswith("/debian"):
            return site.rstrip("/"), codename
    raise DataPlaneError(f"apt's sources name no Debian archive to take {wanted} from", fix=_WAYS_OUT)


class PrivateApt:
    """One suite of a Debian archive, with lists and packages kept in `folder`; `wanted` is what complaints name."""

    def __init__(
        self, folder: Path, *, mirror: str, suite: str, component: str, keyring: Path, wanted: str = "Oracle MySQL"
    ) -> None:
        self._wanted = wanted
        self.archives = folder / "cache/archives"
        sources = folder / "sources"
        for needed in (folder / "state/lists/partial", self.archives / "partial", sources):
            needed.mkdir(parents=True, exist_ok=True)
        # An empty status file: what the machine has installed is of another release.
        (folder / "state/status").touch()
        signed_by = f"Signed-By: {keyring}\n" if keyring.exists() else ""
        (sources / "suite.sources").write_text(
            f"Types: deb\nURIs: {mirror}\nSuites: {suite}\nComponents: {component}\n{signed_by}"
        )
        self._options = _options(folder, sources)

    def download(self, packages: list[str]) -> list[Path]:
        """Fetches the packages and all that they need; the files. Raises DataPlaneError if apt does not."""
        self._apt("update")
        self._apt("install", "--download-only", "--yes", *packages)
        return sorted(self.archives.glob("*.deb"))

    def _apt(self, *arguments: str) -> None:
        _run(["apt-get", *self._options, *arguments], self._wanted)


def _options(folder: Path, sources: Path) -> list[str]:
    settings = {
        "Dir::State": folder / "state",
        "Dir::State::status": folder / "state/status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": sources,
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": "/dev/null",
        # A mirror may be a frozen copy, whose lists are signed but no longer fresh.
        "Acquire::Check-Valid-Until": "false",
        "Acquire::AllowInsecureRepositories": "false",
        "Acquire::Languages": "none",
        "APT::Install-Recommends": "false",
        # The user that apt drops to could not read this folder.
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
    }
    return [each for name, value in settings.items() for each in ("-o", f"{name}={value}")]


def _run(command: list[str], wanted: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError as error:
        raise DataPlaneError(f"there is no apt-get to fetch {wanted} with", fix=_WAYS_OUT) from error
    if done.returncode:
        complaint = next((line for line in done.stderr.splitlines() if line.startswith("E: ")), done.stderr.strip())
        raise DataPlaneError(f"apt could not fetch {wanted}: {complaint.removeprefix('E: ')}", fix=_WAYS_OUT)
    return done.stdout
