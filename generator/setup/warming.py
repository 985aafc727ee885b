"""Fills jsii's package cache: `python -m generator.setup.warming` in the virtual environment.

On first use jsii unpacks the AWS bindings and builds an index of them in the background. A short run ends before
the index is there, so that the next one parses 120 MB of JSON again. This one waits for it.
"""

import importlib
import os
import sys
import time
from pathlib import Path

from generator.cache import JSII_CACHE_VARIABLE, jsii_cache_directory

PATIENCE_SECONDS = 120.0
_UNPACKED = ".jsii-runtime-package-cache"
_INDEX = ".jsii.runtime.v*.json"


def unindexed(cache: Path) -> list[Path]:
    """The packages in jsii's cache that are unpacked and have no index yet."""
    packages = sorted(marker.parent for marker in cache.rglob(_UNPACKED))
    return [package for package in packages if not any(package.glob(_INDEX))]


def wait_for_indexes(cache: Path, patience: float = PATIENCE_SECONDS, pause: float = 0.1) -> bool:
    """Waits until every package in the cache has its index; False where `patience` seconds did not suffice."""
    deadline = time.monotonic() + patience
    while unindexed(cache):
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def main() -> int:
    """Loads the packages and waits for their indexes. Returns the exit code."""
    cache = jsii_cache_directory()
    os.environ[JSII_CACHE_VARIABLE] = str(cache)
    importlib.import_module("modules.runtime")
    importlib.import_module("cdktf_cdktf_provider_aws.provider")
    return 0 if wait_for_indexes(cache) else 1


if __name__ == "__main__":
    sys.exit(main())
