"""What the machine must offer before anything is made: Node.js, Python's own modules, room on its disks.

Where the user is root on a Debian machine, what is missing is installed; nobody else's machine is touched.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from generator.errors import ToolError
from generator.facts.toolchain import toolchain
from generator.node import Node, find_node
from generator.setup.checkout import Checkout

Install = Callable[[str], bool]
"""Installs a Debian package by name; False where that is not possible here."""


def install_debian_package(name: str) -> bool:
    """Installs a package with apt-get, where the user is root and there is one; says whether it worked."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt_get(*arguments: str) -> int:
        command = ["apt-get", "--quiet", *arguments]
        return subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        ).returncode

    # An update that fails in part may still have brought the list that holds the package.
    apt_get("update")
    return apt_get("install", "--yes", "--no-install-recommends", name) == 0


def require_node(install: Install = install_debian_package, find: Callable[[], Node] = find_node) -> Node:
    """The Node.js to run jsii on. Raises ToolError where there is none and none can be installed."""
    try:
        return find()
    except ToolError:
        if "JSII_NODE" in os.environ or shutil.which("node") or not install("nodejs"):
            raise
    return find()


def require_venv(install: Install = install_debian_package) -> None:
    """Makes sure that this Python can make virtual environments with pip in them, or raises ToolError.

    Debian splits `ensurepip` off into a package of its own.
    """
    if _has_ensurepip():
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if sys.base_prefix == "/usr" and install(package) and _has_ensurepip():
        return
    raise ToolError(
        f"this Python ({sys.executable}) cannot make virtual environments: its module `ensurepip` is missing",
        fix=f"on Debian or Ubuntu `apt-get install {package}`; elsewhere install a complete Python 3.11 or newer",
    )


def require_room(checkout: Checkout, free: Callable[[Path], int] | None = None) -> None:
    """Raises ToolError where the disks of the checkout and the cache have too little room for what is missing."""
    free = free or _free_bytes
    needed: dict[int, tuple[Path, int]] = {}
    facts = toolchain()
    for folder, mib in ((checkout.root, facts.checkout_mib), (checkout.cache, facts.cache_mib)):
        there = next(parent for parent in (folder, *folder.parents) if parent.exists())
        device = there.stat().st_dev
        first, sum_so_far = needed.get(device, (there, 0))
        needed[device] = (first, sum_so_far + mib)
    for folder, mib in needed.values():
        left = free(folder) >> 20
        if left < mib:
            raise ToolError(
                f"the disk of {folder} has {left} MiB left; the set-up needs {mib}",
                fix="free some space, or set XDG_CACHE_HOME to a folder on another disk, and call again",
            )


def _has_ensurepip() -> bool:
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
