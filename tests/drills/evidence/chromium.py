"""Looks at a page in Chromium, which is installed where that is possible."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.exclusive_lock import only_one

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)
SECONDS = 120


def find_chromium() -> str:
    """The browser's path; installed by apt where this is root's machine. Raises AssertionError where it cannot be."""
    found = _known()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with only_one("chromium"):
            found = _known()
            if found is None:
                environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
                subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment, capture_output=True)
                install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
                subprocess.run(install, check=False, env=environment, capture_output=True)
                found = _known()
    assert found, "the page is looked at in Chromium: install it (`apt-get install chromium`), and run the tests again"
    return found


def look(page: Path, *options: str) -> str:
    """What Chromium says on standard output of a page that it shows with these options."""
    with tempfile.TemporaryDirectory() as profile:
        command = [find_chromium(), *OPTIONS, f"--user-data-dir={profile}", *options, page.as_uri()]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def _known() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)
