"""What an account holds, as far as the API lists it."""

import boto3
import pytest
from botocore.stub import Stubber

from generator.facts.inventory import listings
from generator.live import inventory as module
from generator.live.account import Live
from generator.live.inventory import Thing, inventory
from generator.spec.document import Document
from generator.spec.model import Environment


@pytest.mark.parametrize(("state", "is_there"), [("Available", True), ("Deleting", False), ("deleted", False)])
def test_what_is_deleted_and_still_listed_is_not_there(
    document: Document, environment: Environment, monkeypatch: pytest.MonkeyPatch, state: str, is_there: bool
) -> None:
    only = tuple(each for each in listings() if each.operation == "describe_vpc_endpoints")
    monkeypatch.setattr(module, "listings", lambda: only)
    session = boto3.Session("key", "secret", region_name=environment.region)
    ec2, s3 = session.client("ec2"), session.client("s3")
    with Stubber(ec2) as endpoints, Stubber(s3) as buckets:
        endpoints.add_response(
            "describe_vpc_endpoints", {"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "State": state}]}
        )
        buckets.add_response("list_buckets", {"Buckets": []})
        live = Live(
            environment, document, session, {}, {("ec2", environment.region): ec2, ("s3", environment.region): s3}
        )
        found = inventory(live, [environment.region])
    assert found == ([Thing(environment.region, "ec2", "vpce-1")] if is_there else [])
