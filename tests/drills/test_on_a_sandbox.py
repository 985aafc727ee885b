"""The short form of drills on real servers: they pass on a sound cluster, and find a fault that was put into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drills.arena import Scale
from drills.cluster import Cluster, Handover
from drills.history import read_events
from tests.drills.live import Live, before_the_first, found, held, live_cluster, results
from tests.drills.seeding import replicate_asynchronously

SMALL = Scale(failovers=2, seconds=2.0, clients=1, settle=0.5, faults=False)
ONE = Scale(failovers=1, seconds=2.0, clients=1, settle=0.5, faults=False)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live_cluster(tmp_path_factory.mktemp("drills")) as live:
        yield live


def test_every_way_in_is_as_it_must_be(live: Live, tmp_path: Path) -> None:
    report = held(live, tmp_path, "access", SMALL)
    assert results(report) == {"ways in": "pass", "clients": "pass"}, report.verdicts
    (history,) = tmp_path.glob("access-*/history.jsonl")
    tried = {event.value["way"] for event in read_events(history) if event.type == "invoke"}
    assert {"order_writer: a token that has expired", "master: from a host that is no client"} <= tried


def test_two_failovers_lose_nothing(live: Live, tmp_path: Path) -> None:
    report = held(live, tmp_path, "failover", SMALL)
    assert report.result == "pass", report.verdicts
    assert [fault.name for fault in report.faults] == ["failover", "failover"]
    assert Cluster(live.site, live.subject.region, live.subject.cluster).failed_failovers() == 0


def test_a_failover_that_failed_is_asked_for_again_as_rds_says(live: Live) -> None:
    """There is nobody to fail over to at first; and nobody asks again for what was not asked for."""
    cluster = Cluster(live.site, live.subject.region, live.subject.cluster)
    readers = [each.identifier for each in cluster.members().values() if not each.writer]
    for reader in readers:
        live.fault("stop", reader)
    cluster.wait(
        lambda: [each.status for each in cluster.members().values() if not each.writer] == ["rebooting"] * 2,
        seconds=10,
        what="readers that are down",
    )
    handover, asked, failed = Handover(cluster), list[str](), cluster.failed_failovers()
    cluster.failover()
    cluster.wait(lambda: cluster.failed_failovers() > failed, seconds=60, what="a failover that fails")

    def again() -> None:
        asked.append("again")
        for reader in readers:
            live.fault("start", reader)
        cluster.wait(cluster.healthy, seconds=120, what="three members that are available")
        cluster.failover()

    handover.wait(again)
    assert (asked, cluster.failed_failovers()) == (["again"], failed + 1)
    assert cluster.writer().identifier in readers
    cluster.wait(cluster.healthy, seconds=120, what="three members that are available")


def test_asynchronous_replication_is_found_out(live: Live, tmp_path: Path) -> None:
    """What the writer acknowledged alone went with it: the same failover without the fault loses nothing."""
    seeded = before_the_first("failover", lambda: replicate_asynchronously(live))
    report = held(live, tmp_path, "failover", ONE, seeded)
    assert report.result == "fail", report.verdicts
    anomalies = found(report)
    assert {check for check, kinds in anomalies.items() if "lost" in kinds} >= {"set", "orders", "gtid"}, anomalies
