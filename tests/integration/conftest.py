"""The site, for every test of this folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.site import Site, site


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """Both environments, applied once for all workers of the test session.

    With TIDEGATE_SITE, the site lies in that folder and stays, for the next run to find.
    """
    kept = os.environ.get("TIDEGATE_SITE")
    if kept:
        with site(Path(kept), stays=True) as found:
            yield found
        return
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    with site(folder) as found:
        yield found
