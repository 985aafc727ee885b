"""When storage was changed last, asked of RDS as its SDK answers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from generator.guards.history import storage_changes

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
APPLYING = "Applying modification to allocated storage"


class Session:
    """A session whose client of RDS gives the answers that were put in; each is checked against the SDK's model."""

    def __init__(self) -> None:
        self.rds = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-1").client(
            "rds"
        )
        self.stub = Stubber(self.rds)
        self.stub.activate()

    def client(self, name: str) -> Any:
        assert name == "rds"
        return self.rds

    def cluster(self, status: str, *members: str) -> None:
        described = {"Status": status, "DBClusterMembers": [{"DBInstanceIdentifier": each} for each in members]}
        self.stub.add_response("describe_db_clusters", {"DBClusters": [described]}, {"DBClusterIdentifier": "orders"})

    def events(self, source: str, kind: str, *messages: tuple[datetime, str]) -> None:
        answer = {"Events": [{"Date": when, "Message": message} for when, message in messages]}
        asked = {"SourceIdentifier": source, "SourceType": kind, "Duration": 360}
        self.stub.add_response("describe_events", answer, asked)

    def ask(self) -> Any:
        return storage_changes(self, ["orders"])  # type: ignore[arg-type]


@pytest.fixture
def session() -> Session:
    return Session()


def test_the_newest_event_of_cluster_and_members_counts(session: Session) -> None:
    session.cluster("available", "orders-instance-1", "orders-instance-2")
    session.events("orders", "db-cluster", (NOW, "Completed failover to DB instance: orders-instance-2"))
    session.events("orders-instance-1", "db-instance", (NOW - timedelta(hours=3), APPLYING))
    session.events("orders-instance-2", "db-instance", (NOW - timedelta(hours=2), f"Finished {APPLYING.lower()}"))
    assert session.ask() == {"orders": NOW - timedelta(hours=2)}


def test_a_cluster_without_such_an_event_was_not_changed(session: Session) -> None:
    session.cluster("available")
    session.events("orders", "db-cluster")
    assert session.ask() == {"orders": None}


def test_a_cluster_that_is_optimised_right_now_counts_as_changed_now(session: Session) -> None:
    session.cluster("storage-optimization")
    assert session.ask()["orders"] > datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize("code", ["AccessDenied", "DBClusterNotFoundFault"])
def test_a_cluster_that_rds_does_not_tell_of_is_not_known(session: Session, code: str) -> None:
    session.stub.add_client_error("describe_db_clusters", code)
    assert session.ask() == {}


def test_events_that_may_not_be_read_are_not_known(session: Session) -> None:
    session.cluster("available")
    session.stub.add_client_error("describe_events", "AccessDenied")
    assert session.ask() == {}
