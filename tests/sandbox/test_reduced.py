"""What the servers behind the clusters cannot do is refused by name, and said before anybody asks."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError

from sandbox.backing import ClusterKey, Feature, NothingBehind, Observation
from sandbox.control_plane import ControlPlane
from sandbox.control_plane.context import CONTEXT
from tests.sandbox.account import Account

LABEL = "10.11.18 (MariaDB, Debian stable, reduced)"
REASON = "nobody knows when"


class Reduced(NothingBehind):
    """Servers without automated backups."""

    def engine(self) -> str | None:
        return LABEL

    def lacks(self) -> Mapping[Feature, str]:
        return {"point-in-time restore": REASON}

    def observe(self, key: ClusterKey) -> Observation:
        seen = super().observe(key)
        return Observation(seen.writer, seen.members)


@pytest.fixture
def reduced(an_account: Account) -> Iterator[Account]:
    before, CONTEXT.backing = CONTEXT.backing, Reduced()
    an_account.cluster()
    an_account.rds.get_waiter("db_cluster_available").wait(WaiterConfig={"Delay": 1})
    yield an_account
    CONTEXT.backing = before


@pytest.mark.parametrize(
    "when",
    [{"UseLatestRestorableTime": True}, {"RestoreToTime": datetime.now(UTC)}],
    ids=["the latest time", "a time"],
)
def test_a_restore_to_a_point_in_time_is_refused_with_the_reason(reduced: Account, when: dict[str, Any]) -> None:
    with pytest.raises(ClientError) as refused:
        reduced.rds.restore_db_cluster_to_point_in_time(
            DBClusterIdentifier="copy", SourceDBClusterIdentifier="orders", **when
        )
    assert refused.value.response["Error"]["Code"] == "InvalidParameterCombination"
    assert refused.value.response["Error"]["Message"] == f"{LABEL} serves no point-in-time restore: {REASON}."
    assert [each["DBClusterIdentifier"] for each in reduced.rds.describe_db_clusters()["DBClusters"]] == ["orders"]


def test_no_time_is_named_to_which_nobody_can_restore(reduced: Account) -> None:
    assert "LatestRestorableTime" not in reduced.rds.describe_db_clusters()["DBClusters"][0]


def test_what_is_not_lacking_is_not_refused(reduced: Account) -> None:
    taken = reduced.rds.create_db_cluster_snapshot(DBClusterIdentifier="orders", DBClusterSnapshotIdentifier="kept")
    assert taken["DBClusterSnapshot"]["DBClusterSnapshotIdentifier"] == "kept"


def test_the_status_names_what_is_lacking(plane: ControlPlane, reduced: Account) -> None:
    assert reduced.vpc
    with urlopen(f"{plane.endpoint}/tidegate/status") as answer:
        said = json.load(answer)
    assert (said["mysql"], said["lacks"]) == (LABEL, {"point-in-time restore": REASON})
