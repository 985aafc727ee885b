"""Finds the Terraform to run: one on the PATH that fits, else the pinned release. Stdlib alone."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import ToolError
from generator.facts.toolchain import TerraformRelease, Toolchain, platform_name, toolchain, version_of
from generator.terraform.cli_config import terraform_environment
from generator.terraform.release import download

RELEASES_VARIABLE = "TIDEGATE_TERRAFORM_RELEASES"
"""Overrides where releases are downloaded from, for a mirror inside a company; the checksums stay."""


@dataclass(frozen=True, slots=True)
class Terraform:
    """An executable that fits, and its version (`1.11.4`)."""

    path: Path
    version: str


def find_terraform(
    cache: Path, *, environment: Mapping[str, str] = os.environ, needed: Toolchain | None = None
) -> Terraform:
    """The first Terraform on the PATH that fits, else the pinned release, kept under `cache`.

    Downloads the release where it is not there yet. Raises ToolError where neither can be had.
    """
    needed = needed or toolchain()
    misfits = []
    for path in _on_path(environment):
        found = _ask(path, environment)
        if found and _fits(found, needed):
            return found
        misfits += [f"{found.version} at {path}" if found else f"{path}, which does not run"]
    try:
        return _pinned(cache, environment, needed)
    except ToolError as error:
        wanted = f">= {needed.terraform_minimum}, < {needed.terraform_below}"
        seen = f" (found: {', '.join(misfits)})" if misfits else ""
        raise ToolError(f"there is no Terraform {wanted} on the PATH{seen}, and {error}", fix=error.fix) from error


def _pinned(cache: Path, environment: Mapping[str, str], needed: Toolchain) -> Terraform:
    platform = platform_name()
    release = _release(environment, needed.terraform_release)
    folder = cache / "terraform" / release.version / platform
    kept = _ask(folder / "terraform", environment)
    if kept and _fits(kept, needed):
        return kept
    path = download(release, platform, folder)
    fresh = _ask(path, environment)
    if fresh is None:
        raise ToolError(
            f"the downloaded Terraform does not run: {path}",
            fix="see whether that folder allows to run programs, or set XDG_CACHE_HOME to one that does",
        )
    return fresh


def _release(environment: Mapping[str, str], release: TerraformRelease) -> TerraformRelease:
    other = environment.get(RELEASES_VARIABLE)
    return replace(release, url=other.rstrip("/")) if other else release


def _on_path(environment: Mapping[str, str]) -> Iterator[Path]:
    for folder in environment.get("PATH", os.defpath).split(os.pathsep):
        path = Path(folder, "terraform").absolute()
        if folder and path.is_file() and os.access(path, os.X_OK):
            yield path


def _ask(path: Path, environment: Mapping[str, str]) -> Terraform | None:
    """What `path` says of itself; None where it does not run or says nothing that Terraform would say."""
    if not path.is_file():
        return None
    quiet = terraform_environment(Path(os.devnull), inherited=environment)
    try:
        asked = subprocess.run([path, "version", "-json"], env=quiet, capture_output=True, timeout=30, check=True)
        return Terraform(path, str(json.loads(asked.stdout)["terraform_version"]))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError, KeyError):
        return None


def _fits(terraform: Terraform, needed: Toolchain) -> bool:
    version = version_of(terraform.version)
    return version_of(needed.terraform_minimum) <= version < version_of(needed.terraform_below)
