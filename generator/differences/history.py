"""A spec as it was at a revision that git knows."""

import subprocess
from pathlib import Path

from generator.errors import MisuseError, ToolError

_QUICK_SECONDS = 30


def spec_at(root: Path, spec: Path, revision: str) -> bytes:
    """The content of the spec (relative to the checkout's root) at the revision.

    Raises MisuseError for a revision that git does not know, or that does not have the spec yet, and ToolError
    without git.
    """
    if revision.startswith("-") or _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise MisuseError(f"git knows no revision {revision!r} here", fix="name a branch, a tag or a commit")
    shown = _git(root, "show", f"{revision}:./{spec.as_posix()}")
    if shown.returncode:
        raise MisuseError(f"{revision} has no {spec.as_posix()}", fix="name a revision that has it")
    return shown.stdout


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, check=False, timeout=_QUICK_SECONDS
        )
    except FileNotFoundError as error:
        raise ToolError("git is not installed", fix="install git, or compare two folders that you rendered") from error
