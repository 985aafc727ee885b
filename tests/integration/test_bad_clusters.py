"""What cannot be changed on a live cluster, on a cluster that was made wrong: in an account of its own."""

import boto3
import pytest

from generator.live.account import Live
from generator.live.assertion import registered
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from tests.conftest import load_environment
from tests.integration.site import NOBODYS, Site


@pytest.fixture(scope="module")
def spec() -> tuple[Loaded, Environment]:
    loaded = load_environment("eu-west-1")
    assert loaded.environment
    return loaded, loaded.environment.model_copy(update={"account_id": NOBODYS})


@pytest.fixture(scope="module")
def session(applied: Site) -> boto3.Session:
    return applied.elsewhere()


@pytest.fixture(scope="module", autouse=True)
def cluster(session: boto3.Session) -> None:
    """Not encrypted, open to the internet, and in other zones than the spec's."""
    ec2, rds = session.client("ec2"), session.client("rds")
    vpc = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    zones = [f"eu-west-1{letter}" for letter in "abc"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.99.{place}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for place, zone in enumerate(zones)
    ]
    rds.create_db_subnet_group(DBSubnetGroupName="bad", DBSubnetGroupDescription="bad", SubnetIds=subnets)
    rds.create_db_cluster(
        DBClusterIdentifier="orders",
        Engine="mysql",
        DBClusterInstanceClass="db.m6gd.large",
        StorageType="io1",
        AllocatedStorage=100,
        Iops=1000,
        DBSubnetGroupName="bad",
        MasterUsername="dbadmin",
        ManageMasterUserPassword=True,
        StorageEncrypted=False,
        PubliclyAccessible=True,
    )


@pytest.mark.parametrize("rule", ["LIVE101", "LIVE301", "LIVE303"])
def test_a_cluster_that_was_made_wrong_is_found(
    session: boto3.Session, spec: tuple[Loaded, Environment], rule: str
) -> None:
    loaded, environment = spec
    assert loaded.document
    elsewhere = environment.network.model_copy(update={"availability_zones": [f"eu-west-1{each}" for each in "abd"]})
    live = Live(environment.model_copy(update={"network": elsewhere}), loaded.document, session)
    (assertion,) = (each for each in registered() if each.rule.id == rule)
    faults = list(assertion.check(live))
    assert faults
    assert all(fault.message and fault.path for fault in faults)


def test_what_cannot_be_asked_is_no_pass(applied: Site, spec: tuple[Loaded, Environment]) -> None:
    from generator.live import verify

    loaded, environment = spec
    (assertion,) = (each for each in registered() if each.rule.id == "LIVE602")
    # The vault is not in that account, as the credentials are another one's.
    missing = environment.model_copy(update={"environment": "nowhere"})
    (finding,) = verify(loaded, missing, applied.target("eu-west-1"), {}, assertions=[assertion])[0]
    assert (finding.rule, finding.severity) == ("LIVE001", "error")
