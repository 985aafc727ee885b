"""A server that the user has: which is taken, and which is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.data_plane.errors import DataPlaneError
from sandbox.data_plane.servers.acquisition import acquire
from sandbox.data_plane.servers.distribution import Distribution, Product
from sandbox.data_plane.servers.installed import mariadb_on_path, named_server, server_on_path

ORACLE = "mysqld  Ver 8.4.6 for Linux on x86_64 (MySQL Community Server - GPL)"
OLD = "mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))"
MARIADB = "mariadbd  Ver 10.11.14-MariaDB-0+deb12u2 for debian-linux-gnu on x86_64 (Debian 12)"
OLD_MARIADB = "mariadbd  Ver 10.6.22-MariaDB for debian-linux-gnu on x86_64 (Debian)"


def server(folder: Path, banner: str, name: str = "mysqld") -> Path:
    """A program that answers the two questions that are asked of a server before it is used."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"""#!/bin/sh
case "$*" in
  *--version) echo '{banner}' ;;
  *--help) printf 'port        3306\\nplugin-dir      {folder}/plugins/\\n' ;;
esac
""")
    program.chmod(0o755)
    return program


def test_a_named_server_comes_first(tmp_path: Path) -> None:
    named, on_path = server(tmp_path / "named", ORACLE), server(tmp_path / "bin", ORACLE)
    found = acquire(environment={"TIDEGATE_MYSQLD": str(named), "PATH": str(on_path.parent)})
    assert found.label == "8.4.6 (Oracle MySQL, named by TIDEGATE_MYSQLD)"
    assert found.program("mysqld") == named
    assert found.plugins == tmp_path / "named/plugins"


def test_a_server_on_the_path_comes_next(tmp_path: Path) -> None:
    program = server(tmp_path, ORACLE)
    found = acquire(environment={"PATH": str(tmp_path)})
    assert found.label == "8.4.6 (Oracle MySQL, on the PATH)"
    assert found.program("mysqld") == program
    assert not found.reduced


def test_clients_lie_beside_the_folder_of_servers(tmp_path: Path) -> None:
    server(tmp_path / "sbin", ORACLE)
    client = server(tmp_path / "bin", ORACLE, "mysql")
    found = server_on_path({"PATH": str(tmp_path / "sbin")})
    assert found
    assert found.program("mysql") == client


def test_a_program_that_is_missing_is_named(tmp_path: Path) -> None:
    server(tmp_path, ORACLE)
    found = server_on_path({"PATH": str(tmp_path)})
    assert found
    with pytest.raises(DataPlaneError, match="comes without mysqlbinlog"):
        found.program("mysqlbinlog")


@pytest.mark.parametrize("banner", [OLD, MARIADB])
def test_an_older_or_another_server_on_the_path_is_passed_by(tmp_path: Path, banner: str) -> None:
    server(tmp_path, banner)
    assert server_on_path({"PATH": str(tmp_path)}) is None


@pytest.mark.parametrize(
    ("banner", "complaint"), [(OLD, "names MySQL 5.7.44"), (OLD_MARIADB, "names MariaDB 10.6.22"), ("?", "its version")]
)
def test_a_named_server_that_will_not_do_is_refused(tmp_path: Path, banner: str, complaint: str) -> None:
    with pytest.raises(DataPlaneError, match=complaint):
        named_server({"TIDEGATE_MYSQLD": str(server(tmp_path, banner))})


def test_a_named_server_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataPlaneError, match="which is no file"):
        named_server({"TIDEGATE_MYSQLD": str(tmp_path / "mysqld")})


def test_a_named_server_that_does_not_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mysqld").write_text("not a program")
    with pytest.raises(DataPlaneError, match="does not run"):
        named_server({"TIDEGATE_MYSQLD": str(tmp_path / "mysqld")})


def test_mariadb_bears_a_mark(tmp_path: Path) -> None:
    program = server(tmp_path, MARIADB, "mariadbd")
    found = mariadb_on_path({"PATH": str(tmp_path)})
    assert found
    assert (found.reduced, found.label) == (True, "10.11.14 (MariaDB, on the PATH, reduced)")
    assert found.server == program


def test_an_older_mariadb_on_the_path_is_passed_by(tmp_path: Path) -> None:
    server(tmp_path, OLD_MARIADB, "mariadbd")
    assert mariadb_on_path({"PATH": str(tmp_path)}) is None


def test_mariadb_that_is_named_is_taken(tmp_path: Path) -> None:
    found = acquire(environment={"TIDEGATE_MYSQLD": str(server(tmp_path, MARIADB)), "PATH": str(tmp_path)})
    assert found.label == "10.11.14 (MariaDB, named by TIDEGATE_MYSQLD, reduced)"
    assert found.server == tmp_path / "mysqld"


def test_mariadb_is_taken_where_no_mysql_can_be_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server(tmp_path / "bin", MARIADB, "mariadbd")
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    said: list[str] = []
    found = acquire(said.append, environment={"PATH": str(tmp_path / "bin")})
    assert found.label == "10.11.14 (MariaDB, on the PATH, reduced)"
    assert said[-1].startswith("no Oracle MySQL: Oracle MySQL could not be kept in")


def test_debians_mariadb_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mysql_cannot_be_had(product: Product = "MySQL", **_: object) -> Distribution:
        if product == "MySQL":
            raise DataPlaneError("apt could not fetch Oracle MySQL", fix="name one")
        return Distribution(product, "10.11.18", "Debian stable", (tmp_path,), tmp_path)

    monkeypatch.setattr("sandbox.data_plane.servers.acquisition.unpacked_server", mysql_cannot_be_had)
    monkeypatch.setattr("sandbox.data_plane.servers.acquisition.mariadb_on_path", lambda _: None)
    assert acquire(environment={"PATH": str(tmp_path)}).label == "10.11.18 (MariaDB, Debian stable, reduced)"


def test_where_nothing_can_be_had_mysql_is_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("sandbox.data_plane.servers.acquisition.mariadb_on_path", lambda _: None)
    said: list[str] = []
    with pytest.raises(DataPlaneError, match="Oracle MySQL could not be kept"):
        acquire(said.append, environment={"PATH": str(tmp_path)})
    assert said[-1].startswith("no MariaDB: MariaDB could not be kept in")


def test_a_sandbox_that_finds_no_server_says_so_in_two_lines(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sandbox", "serve", "--folder", tmp_path / "sandbox"],
        env={**os.environ, "TIDEGATE_MYSQLD": str(tmp_path / "mysqld")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    complaint = f"TIDEGATE_MYSQLD names {tmp_path / 'mysqld'}, which is no file"
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [complaint, "  fix: correct or unset TIDEGATE_MYSQLD"]
