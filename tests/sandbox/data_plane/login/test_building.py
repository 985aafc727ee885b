"""What it takes to build the login plugin."""

from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.login import built
from sandbox.data_plane.login.building import LIBRARY
from sandbox.data_plane.servers.distribution import Distribution


@pytest.fixture
def mysql(tmp_path: Path) -> Distribution:
    """A server with one plugin; it is not run here."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    (plugins / "mysql_clone.so").touch()
    return Distribution("MySQL", "8.4.3", "on PATH", (), plugins)


def test_the_servers_own_plugins_stay_beside_ours(mysql: Distribution, tmp_path: Path) -> None:
    plugin = built(mysql, tmp_path / "cache")
    assert {file.name for file in plugin.folder.iterdir()} == {"mysql_clone.so", LIBRARY}
    assert plugin.options == (f"--plugin-dir={plugin.folder}", f"--plugin-load-add={LIBRARY}")


def test_it_is_compiled_once(mysql: Distribution, tmp_path: Path) -> None:
    first = built(mysql, tmp_path / "cache")
    assert built(mysql, tmp_path / "cache", {"PATH": ""}) == first


def test_another_server_gets_a_plugin_of_its_own(mysql: Distribution, tmp_path: Path) -> None:
    assert built(mysql, tmp_path / "cache") != built(replace(mysql, version="9.7.4"), tmp_path / "cache")


def test_no_compiler_is_said_with_what_to_do(mysql: Distribution, tmp_path: Path) -> None:
    with pytest.raises(DataPlaneError, match=r"there is no C compiler \(cc, gcc, clang\)") as said:
        built(mysql, tmp_path / "cache", {"PATH": str(tmp_path)})
    assert "apt-get install gcc" in said.value.fix


def test_a_compiler_that_fails_is_said_in_one_line(mysql: Distribution, tmp_path: Path) -> None:
    with pytest.raises(DataPlaneError, match=r"/false could not compile plugin.c: it ended with status 1"):
        built(mysql, tmp_path / "cache", {"CC": "false", "PATH": "/usr/bin:/bin"})
    assert not list((tmp_path / "cache").rglob(LIBRARY))


@pytest.mark.parametrize(("product", "version"), [("MySQL", "8.0.26"), ("MariaDB", "10.6.22")])
def test_a_server_that_cannot_take_it_is_refused(
    mysql: Distribution, tmp_path: Path, product: str, version: str
) -> None:
    with pytest.raises(DataPlaneError, match="cannot log anybody in with IAM tokens"):
        built(replace(mysql, product=product, version=version), tmp_path / "cache")  # type: ignore[arg-type]
