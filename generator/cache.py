"""Where Tidegate keeps what it can make again. Stdlib alone: the set-up uses it."""

import os
from collections.abc import Mapping
from pathlib import Path

from generator.errors import ToolError

JSII_CACHE_VARIABLE = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
"""What jsii's runtime reads for the folder of its unpacked packages; it knows nothing of XDG_CACHE_HOME."""


def cache_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """`$XDG_CACHE_HOME/tidegate`, or `~/.cache/tidegate`; the folder need not exist.

    As the XDG base directory specification asks, a relative XDG_CACHE_HOME is ignored.
    """
    configured = Path(environment.get("XDG_CACHE_HOME", ""))
    return (configured if configured.is_absolute() else _home_cache()) / "tidegate"


def jsii_cache_directory(environment: Mapping[str, str] = os.environ) -> Path:
    """Where jsii shall unpack its packages: what the user has set for it, else a folder of Tidegate's cache."""
    configured = environment.get(JSII_CACHE_VARIABLE)
    return Path(configured) if configured else cache_directory(environment) / "jsii"


def _home_cache() -> Path:
    try:
        return Path.home() / ".cache"
    except RuntimeError as error:
        raise ToolError(
            "this user has no home directory to keep a cache in",
            fix="set XDG_CACHE_HOME to an absolute path that you may write to",
        ) from error
