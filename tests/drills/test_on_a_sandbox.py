"""Drills on a sandbox with real servers: they pass on a sound cluster, and catch a server that forgets."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from drills.arena import Scale
from drills.evidence import Report
from drills.history import read_events, sha256_of
from drills.holding import Order, hold
from sandbox.data_plane.servers.connection import administration
from tests.drills.live import ACCOUNT, NAME, REGION, SUBJECT, Live, make_cluster, make_users, sandbox

SHORT = Scale(failovers=4, seconds=3.0, clients=1)
ONE = Scale(failovers=1, seconds=3.0, clients=2)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    folder = tmp_path_factory.mktemp("drills") / "sandbox"
    folder.mkdir()
    with sandbox(folder) as site:
        make_cluster(site)
        make_users(site, folder.parent)
        yield Live(site, SUBJECT, folder)


def held(live: Live, folder: Path, drill: str, scale: Scale = SHORT) -> tuple[Report, Path]:
    return hold(Order(drill=drill, subject=live.subject, site=live.site, evidence=folder, scale=scale))


def results(report: Report) -> dict[str, str]:
    return {verdict.check: verdict.result for verdict in report.verdicts}


def test_every_way_in_is_as_it_must_be(live: Live, tmp_path: Path) -> None:
    report, folder = held(live, tmp_path, "access")
    assert results(report) == {"ways in": "pass", "clients": "pass"}, report.verdicts
    tried = {event.value["way"] for event in read_events(folder / "history.jsonl") if event.type == "invoke"}
    assert {"order_writer: a token that has expired", "master: from a host that is no client"} <= tried


def test_failovers_lose_nothing(live: Live, tmp_path: Path) -> None:
    report, folder = held(live, tmp_path, "failover")
    assert report.result == "pass", report.verdicts
    made = [fault.name for fault in report.faults]
    assert made[:4] == ["failover", "failover", "failover under a large transaction", "failover under lag"]
    assert made[4:] == ["kill writer", "hang writer", "reader down", "both readers down"]
    verdict = json.loads((folder / "verdict.json").read_text())
    assert verdict["history_sha256"] == sha256_of(folder / "history.jsonl")


def test_a_drill_leaves_nothing_in_the_cluster(live: Live, tmp_path: Path) -> None:
    held(live, tmp_path, "latency")
    with administration(member_folder(live, live.site_writer())) as admin:
        found = admin.rows("SELECT schema_name AS name FROM information_schema.schemata")
        users = admin.rows("SELECT user AS name FROM mysql.user")
    assert "tidegate_drill" not in {row["name"] for row in [*found, *users]}


def test_a_server_that_forgets_is_caught(live: Live, tmp_path: Path) -> None:
    def spoil(told: str) -> None:
        if told != "reading everything back":
            return
        with administration(member_folder(live, live.site_writer())) as admin:
            admin.execute("SET SESSION sql_log_bin = 0")
            admin.execute("DELETE FROM tidegate_drill.elements ORDER BY id DESC LIMIT 3")
            admin.execute("UPDATE tidegate_drill.accounts SET balance = balance - 1 LIMIT 1")

    order = Order(drill="failover", subject=live.subject, site=live.site, evidence=tmp_path, scale=ONE)
    report, _ = hold(order, spoil)
    kinds = {verdict.check: {anomaly.kind for anomaly in verdict.anomalies} for verdict in report.verdicts}
    assert report.result == "fail", report.verdicts
    assert {"lost"} <= kinds["set"], kinds
    assert {"torn"} <= kinds["bank"], kinds


def member_folder(live: Live, member: str) -> Path:
    """Where the sandbox keeps a member: the test spoils what no drill can reach."""
    return live.folder / "data" / "clusters" / f"{ACCOUNT}-{REGION}-{NAME}" / "members" / member
