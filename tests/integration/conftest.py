"""The site, for every test of this folder."""

from collections.abc import Iterator

import pytest

from tests.integration.site import Site, site


@pytest.fixture(scope="session")
def applied(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """Both environments, applied once for all workers of the test session."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    with site(folder) as found:
        yield found
