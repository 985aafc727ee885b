"""Repositories for tests, and the command line in them."""

import os
import subprocess
import sys
from pathlib import Path

TIDEGATE = Path(sys.executable).with_name("tidegate")
# Nobody's own settings of git have a say.
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_{what}": "tester@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(checkout: Path, *arguments: str) -> str:
    """What git prints; it must succeed."""
    ran = subprocess.run(
        ["git", *arguments], cwd=checkout, env={**os.environ, **_GIT}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def commit(checkout: Path) -> str:
    """Commits all there is; returns the commit."""
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message=work")
    return git(checkout, "rev-parse", "HEAD")


def tidegate(checkout: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Calls the command line in `checkout`, with `variables` over the environment."""
    return subprocess.run(
        [TIDEGATE, *arguments],
        cwd=checkout,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
