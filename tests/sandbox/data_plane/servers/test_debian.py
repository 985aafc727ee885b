"""Servers from Debian: fetched with signatures checked, kept with its hashes, run through its own loader."""

import json
import subprocess
from pathlib import Path

import pytest

from sandbox.data_plane import cache
from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers import debian
from sandbox.data_plane.servers.private_apt import PrivateApt, debian_archive


@pytest.fixture
def home() -> Path:
    debian.unpacked_server()
    return cache.cache_directory() / debian.source()["folder"]


def test_it_runs_with_its_clients(home: Path) -> None:
    found = debian.unpacked_server()
    assert found.label.endswith("(Oracle MySQL, Debian sid)")
    for name in ("mysqld", "mysql", "mysqlbinlog"):
        said = subprocess.run([found.program(name), "--version"], capture_output=True, text=True, check=True).stdout
        assert f"Ver {found.version}" in said
    assert (found.plugins / "mysql_clone.so").is_file()
    assert home.is_dir()


def test_what_was_unpacked_is_recorded(home: Path) -> None:
    record = json.loads((home / "packages.json").read_text())
    names = [each["file"].partition("_")[0] for each in record]
    assert {"mysql-server-core", "mysql-client-core", "libc6"} <= set(names)
    assert not set(names) & set(debian.source()["left_out"])
    assert all(len(each["sha256"]) == 64 for each in record)


def test_mariadb_of_the_machines_own_release_runs_with_its_client() -> None:
    found = debian.unpacked_server(product="MariaDB")
    assert found.reduced
    assert found.label.endswith("(MariaDB, Debian stable, reduced)")
    for name in ("mariadbd", "mariadb", "mysql"):
        said = subprocess.run([found.program(name), "--version"], capture_output=True, text=True, check=True).stdout
        assert f"{found.version}-MariaDB" in said
    assert found.server == found.program("mariadbd")


def test_the_archive_is_one_of_the_machine() -> None:
    mirror, release = debian_archive("MariaDB")
    assert mirror.startswith("http")
    assert release


def test_a_suite_without_a_signature_is_refused(tmp_path: Path) -> None:
    lists = tmp_path / "mirror/dists/sid"
    (lists / "main/binary-amd64").mkdir(parents=True)
    (lists / "main/binary-amd64/Packages").touch()
    (lists / "Release").write_text("Suite: sid\nCodename: sid\nComponents: main\nArchitectures: amd64\n")
    apt = PrivateApt(
        tmp_path / "apt",
        mirror=f"file:{tmp_path / 'mirror'}",
        suite="sid",
        component="main",
        keyring=Path(debian.source()["keyring"]),
    )
    with pytest.raises(DataPlaneError, match="is not signed"):
        apt.download(["mysql-server-core"])


def test_a_machine_without_apt_is_told_the_ways_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DataPlaneError, match="there is no apt-get"):
        debian_archive("MariaDB")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataPlaneError, match="could not be kept in"):
        debian.unpacked_server(tmp_path / "file/cache")


def test_a_cache_needs_an_absolute_path() -> None:
    assert cache.cache_directory({"XDG_CACHE_HOME": "/x"}) == Path("/x/tidegate/mysql")
    assert cache.cache_directory({"XDG_CACHE_HOME": "x"}).is_absolute()
