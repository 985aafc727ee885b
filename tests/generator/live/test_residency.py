"""What AWS refuses to do to a cluster of this kind, and the API would show all the same if it had been done."""

import boto3
import pytest
from botocore.stub import Stubber

from generator.live.account import Live
from generator.live.residency import no_shared_snapshots
from generator.spec.document import Document
from generator.spec.model import Environment

ARN = "arn:aws:rds:eu-west-1:222222222222:cluster-snapshot:by-hand"


@pytest.mark.parametrize(
    ("shared_with", "said"), [([], []), (["333333333333"], ["by-hand is shared with 333333333333"])]
)
def test_a_shared_snapshot_is_found(
    document: Document, environment: Environment, shared_with: list[str], said: list[str]
) -> None:
    session = boto3.Session("key", "secret", region_name=environment.region)
    rds = session.client("rds")
    attributes = [{"AttributeName": "restore", "AttributeValues": shared_with}]
    with Stubber(rds) as answers:
        snapshot = {"DBClusterSnapshotIdentifier": "by-hand", "DBClusterSnapshotArn": ARN}
        answers.add_response("describe_db_cluster_snapshots", {"DBClusterSnapshots": [snapshot]})
        answers.add_response(
            "describe_db_cluster_snapshot_attributes",
            {"DBClusterSnapshotAttributesResult": {"DBClusterSnapshotAttributes": attributes}},
            {"DBClusterSnapshotIdentifier": "by-hand"},
        )
        live = Live(environment, document, session, {}, {("rds", environment.region): rds})
        assert [(fault.message, fault.resource) for fault in no_shared_snapshots(live)] == [
            (text, ARN) for text in said
        ]
