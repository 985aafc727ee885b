"""Drills on real servers, at length: with every fault of a sandbox, and with each that a checker must find."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from drills.arena import Scale
from drills.history import sha256_of
from sandbox.data_plane.servers.connection import administration
from tests.drills.live import Live, before_the_first, found, held, live_cluster
from tests.drills.seeding import cut_the_power, fall_back_soon, member_folder

SHORT = Scale(failovers=4, seconds=3.0, clients=1)
ONE = Scale(failovers=1, seconds=3.0, clients=2, faults=False)
TWO = Scale(failovers=2, seconds=3.0, clients=2, faults=False)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_cluster(tmp_path_factory.mktemp("drills")) as live:
        yield live


@pytest.fixture(scope="module")
def unfenced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_cluster(tmp_path_factory.mktemp("unfenced"), "tests.drills.unfenced") as live:
        yield live


def test_failovers_lose_nothing(live: Live, tmp_path: Path) -> None:
    report = held(live, tmp_path, "failover", SHORT)
    assert report.result == "pass", report.verdicts
    made = [fault.name for fault in report.faults]
    assert made[:4] == ["failover", "failover", "failover under a large transaction", "failover under lag"]
    assert made[4:] == ["kill writer", "hang writer", "reader down", "both readers down"]
    (folder,) = tmp_path.iterdir()
    verdict = json.loads((folder / "verdict.json").read_text())
    assert verdict["history_sha256"] == sha256_of(folder / "history.jsonl")


def test_a_drill_leaves_nothing_in_the_cluster(live: Live, tmp_path: Path) -> None:
    held(live, tmp_path, "latency", SHORT)
    with administration(member_folder(live, live.site_writer())) as admin:
        schemata = admin.rows("SELECT schema_name AS name FROM information_schema.schemata")
        users = admin.rows("SELECT user AS name FROM mysql.user")
    assert "tidegate_drill" not in {row["name"] for row in [*schemata, *users]}


def test_a_server_that_forgets_is_found_out(live: Live, tmp_path: Path) -> None:
    def spoil() -> None:
        with administration(member_folder(live, live.site_writer())) as admin:
            admin.execute("SET SESSION sql_log_bin = 0")
            admin.execute("DELETE FROM tidegate_drill.elements ORDER BY id DESC LIMIT 3")
            admin.execute("UPDATE tidegate_drill.accounts SET balance = balance - 1 LIMIT 1")

    report = held(live, tmp_path, "failover", ONE, before_the_first("reading everything back", spoil))
    assert report.result == "fail", report.verdicts
    anomalies = found(report)
    assert ("lost" in anomalies["set"], "torn" in anomalies["bank"]) == (True, True), anomalies


def test_a_loss_of_power_loses_nothing_where_each_commit_is_synced(live: Live, tmp_path: Path) -> None:
    seeded = before_the_first("failover", lambda: cut_the_power(live, synced=True))
    report = held(live, tmp_path, "failover", TWO, seeded)
    assert report.result == "pass", report.verdicts


def test_a_loss_of_power_with_binary_logs_that_nobody_syncs_is_found_out(live: Live, tmp_path: Path) -> None:
    """The server gives the ids of lost commits out again, so that sets of them alone show nothing."""
    seeded = before_the_first("failover", lambda: cut_the_power(live, synced=False))
    report = held(live, tmp_path, "failover", ONE, seeded)
    assert report.result == "fail", report.verdicts
    anomalies = found(report)
    assert {check for check, kinds in anomalies.items() if "lost" in kinds} >= {"set", "orders"}, anomalies
    assert anomalies["gtid"] & {"reused", "lost"}, anomalies


def test_an_old_writer_that_is_left_unfenced_is_found_out(unfenced: Live, tmp_path: Path) -> None:
    """Clients that are connected to it go on there, and are told that they have written.

    It has to acknowledge without a reader for that, as no reader follows it: a writer that waits for one is fenced
    by its waiting.
    """
    seeded = before_the_first("failover", lambda: fall_back_soon(unfenced))
    report = held(unfenced, tmp_path, "failover", ONE, seeded)
    assert report.result == "fail", report.verdicts
    anomalies = found(report)
    assert {check for check, kinds in anomalies.items() if "lost" in kinds} >= {"set", "orders", "gtid"}, anomalies
