"""What the tests of the data plane share: a MySQL to run, and a data directory to copy."""

from pathlib import Path

import pytest

from sandbox.data_plane.servers.acquisition import acquire
from sandbox.data_plane.servers.distribution import Distribution
from tests.sandbox.data_plane.one_server import initialised


@pytest.fixture(scope="session")
def distribution() -> Distribution:
    return acquire()


@pytest.fixture(scope="session")
def template(distribution: Distribution, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return initialised(distribution, tmp_path_factory.mktemp("mysql"))
