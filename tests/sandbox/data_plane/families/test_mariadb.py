"""What MariaDB calls otherwise, or has no counterpart of; held against the server itself."""

import re
import subprocess
from pathlib import Path

import pytest

from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.families.mariadb.accounts import hashed
from sandbox.data_plane.families.mariadb.differences import differences
from sandbox.data_plane.families.mariadb.replication import held, position
from sandbox.data_plane.families.mariadb.settings import MariaDbSettings
from sandbox.data_plane.servers.debian import unpacked_server


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The options of the server, as it names them itself."""
    command: list[str | Path] = [unpacked_server(product="MariaDB").server, "--no-defaults", "--verbose", "--help"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {match[1].replace("-", "_") for match in re.finditer(r"^([a-z0-9][a-z0-9-]+)\s{2,}", said, re.MULTILINE)}


@pytest.mark.parametrize(
    ("group", "options", "left_out"),
    [
        ({"max_connections": "200"}, {"max_connections": "200"}, []),
        ({"replica_parallel_workers": "64"}, {"slave_parallel_threads": "4"}, []),
        ({"time_zone": "+01:00"}, {"default_time_zone": "+01:00"}, []),
        ({"gtid-mode": "ON", "read_only": "0", "binlog_expire_logs_seconds": "60"}, {}, []),
        ({"innodb_redo_log_capacity": "1"}, {}, ["innodb_redo_log_capacity"]),
        ({"rpl_semi_sync_source_target_apply_lag": "1"}, {}, ["rpl_semi_sync_source_target_apply_lag"]),
        ({"innodb-ddl-threads": "{no formula}"}, {}, ["innodb-ddl-threads"]),
        ({"no_such_parameter": "1"}, {"no_such_parameter": "1"}, []),
    ],
)
def test_a_group_becomes_options_but_for_what_is_named(
    group: dict[str, str], options: dict[str, str], left_out: list[str]
) -> None:
    made = MariaDbSettings().group(group, "10.11.18", 3306)
    assert (made.options, list(made.left_out)) == (options, left_out)


def test_what_is_left_out_the_server_does_not_know_and_other_names_it_does(known: set[str]) -> None:
    assert set(differences()["left_out"]) & known == set()
    assert set(differences()["renamed"].values()) - known == set()
    assert set(MariaDbSettings().limits()) - known == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), ("0-1-6", "0-1:1-6"), ("0-2-150,0-1-100", "0-1:1-100,0-2:1-150")],
)
def test_the_last_numbers_of_each_server_are_a_set(text: str, expected: str) -> None:
    assert str(held(text)) == expected
    assert GtidSet.parse(expected) == held(text)


@pytest.mark.parametrize(
    ("mine", "theirs", "holds"),
    [
        ("0-1-100", "0-1-100,0-2-150", True),
        ("0-1-101", "0-1-100,0-2-150", False),
        ("0-1-100,0-2-151", "0-1-100,0-2-150", False),
        ("", "0-1-1", True),
    ],
)
def test_a_member_that_holds_what_the_writer_lacks_is_seen(mine: str, theirs: str, *, holds: bool) -> None:
    assert (held(theirs) >= held(mine)) == holds


@pytest.mark.parametrize(
    ("text", "last"), [("0-1-100,0-2-150", "0-2-150"), ("0-1-9,0-2-10,1-1-3", "0-2-10,1-1-3"), ("", "")]
)
def test_a_position_is_the_last_number_of_each_domain(text: str, last: str) -> None:
    assert position(held(text)) == last


def test_a_password_is_hashed_as_the_server_does_it() -> None:
    # SELECT PASSWORD('one-Passw0rd') of 10.11.18.
    assert hashed("one-Passw0rd") == "*DBF25501FDCF3151006724750CC9C2FDEC211361"
