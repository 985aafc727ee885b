"""Downloads a Terraform release, and lets nothing through whose checksum is not the pinned one. Stdlib alone."""

import hashlib
import http.client
import os
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from generator.errors import ToolError
from generator.facts.toolchain import TerraformRelease

_CHUNK = 1 << 20
_NETWORK_ERRORS = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)
_FIX = "install Terraform {version} yourself and put it on the PATH, or mend the network and call again"


def download(release: TerraformRelease, platform: str, folder: Path) -> Path:
    """Puts the release for `platform` (`linux_amd64`) into `folder` and returns the executable's path.

    The executable appears in one step, after its archive was verified. Raises ToolError where there is no
    release for the platform, it cannot be fetched, or it is not the one that is pinned.
    """
    fix = _FIX.format(version=release.version)
    if platform not in release.sha256:
        raise ToolError(f"there is no pinned Terraform {release.version} for {platform}", fix=fix)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix="download-") as scratch:
        archive = Path(scratch, "terraform.zip")
        url = f"{release.url}/{release.version}/terraform_{release.version}_{platform}.zip"
        digest = _fetch(url, archive, fix)
        if digest != release.sha256[platform]:
            raise ToolError(
                f"{url} is not the release that is pinned: its SHA-256 is {digest}, not {release.sha256[platform]}",
                fix=f"call again in case the download was cut short; {fix}",
            )
        binary = _unpack(archive, Path(scratch), url, fix)
        return binary.replace(folder / "terraform")


def _fetch(url: str, archive: Path, fix: str) -> str:
    """Stores what `url` answers in `archive`, and returns its SHA-256."""
    digest = hashlib.sha256()
    request = urllib.request.Request(url, headers={"User-Agent": "tidegate"})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer, archive.open("wb") as file:
            while chunk := answer.read(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
    except _NETWORK_ERRORS as error:
        reason = getattr(error, "reason", None) or error
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise ToolError(f"cannot download {url}: {reason}", fix=fix) from error
    return digest.hexdigest()


def _unpack(archive: Path, scratch: Path, url: str, fix: str) -> Path:
    try:
        with zipfile.ZipFile(archive) as content:
            binary = Path(content.extract("terraform", scratch))
    except (zipfile.BadZipFile, KeyError) as error:
        raise ToolError(f"{url} is no archive with a `terraform` in it", fix=fix) from error
    binary.chmod(0o755)
    with binary.open("rb") as file:
        os.fsync(file.fileno())
    return binary
