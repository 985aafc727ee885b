"""A whole sandbox, as the clients of its cluster meet it: names, TLS, tokens, security groups."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pymysql
import pytest
from cryptography import x509

from generator.errors import ToolError
from tests.sandbox.stand import BASTION, Keys, Stand, standing, wait_until

NEIGHBOUR, GATEWAY = "10.20.48.11", "10.20.16.20"


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with standing(tmp_path_factory.mktemp("sandbox")) as stand:
        yield stand


@pytest.fixture(scope="module")
def gateway(stand: Stand) -> Keys:
    return stand.role("order-gateway", stand.user_resource("order_writer"))


@pytest.mark.parametrize("endpoint", ["writer", "reader"])
def test_a_role_logs_in_with_a_token_at_either_endpoint(
    stand: Stand, gateway: Keys, endpoint: Literal["writer", "reader"]
) -> None:
    name = stand.name(endpoint)
    assert stand.run(["SELECT CURRENT_USER()"], "order_writer", gateway.token(name), name) == [("order_writer@%",)]


def test_mysqls_own_client_logs_in_and_knows_the_server(stand: Stand, gateway: Keys) -> None:
    name = stand.name("writer")
    said = stand.mysql(
        BASTION,
        gateway.token(name),
        f"--host={name}",
        "--user=order_writer",
        "--ssl-mode=VERIFY_IDENTITY",
        "--execute=SELECT CURRENT_USER()",
    )
    assert (said.stdout, said.stderr) == ("order_writer@%\n", "")


def test_a_server_is_not_known_by_another_name(stand: Stand, gateway: Keys) -> None:
    name = stand.name("writer")
    said = stand.mysql(
        BASTION,
        gateway.token(name),
        f"--host={stand.names.resolve(name)}",
        "--user=order_writer",
        "--ssl-mode=VERIFY_IDENTITY",
        "--execute=SELECT 1",
    )
    assert said.stderr.startswith("ERROR 2026 (HY000): SSL connection error"), said.stderr


def test_the_master_user_has_the_password_of_its_secret(stand: Stand) -> None:
    user, password = stand.master()
    assert stand.run(["SELECT CURRENT_USER()"], user, password, stand.name("writer")) == [(f"{user}@%",)]


@pytest.mark.parametrize(
    "why",
    [
        *("wrong secret", "no policy", "other user", "other region", "other host", "no session", "expired"),
        *("a password", "nothing"),
    ],
)
def test_a_token_that_is_not_good_is_refused(stand: Stand, gateway: Keys, why: str) -> None:
    name = stand.name("writer")
    given: dict[str, Callable[[], str]] = {
        "wrong secret": lambda: replace(gateway, aws_secret_access_key="s" * 40).token(name),
        "no policy": lambda: stand.role("nobody").token(name),
        "other user": lambda: gateway.token(name, "risk_reader"),
        "other region": lambda: gateway.token(name, region="us-east-1"),
        "other host": lambda: gateway.token(name.replace("orders", "billing")),
        "no session": lambda: replace(gateway, aws_session_token=None).token(name),
        "expired": lambda: _signed_long_ago(gateway, name),
        "a password": lambda: stand.master()[1],
        "nothing": lambda: "",
    }
    password = given[why]()
    with pytest.raises(pymysql.OperationalError) as refused:
        stand.run(["SELECT 1"], "order_writer", password, name)
    assert refused.value.args[0] == 1045


def test_a_role_is_nobody_but_the_user_that_it_may_be(stand: Stand, gateway: Keys) -> None:
    name = stand.name("writer")
    with pytest.raises(pymysql.OperationalError) as refused:
        stand.run(["SELECT 1"], "risk_reader", gateway.token(name, "risk_reader"), name)
    assert refused.value.args[0] == 1045


@pytest.mark.parametrize(("user", "error"), [("dbadmin", "ERROR 3159 (HY000)"), ("order_writer", "ERROR 1045 (28000)")])
def test_a_connection_without_tls_is_refused(stand: Stand, gateway: Keys, user: str, error: str) -> None:
    name = stand.name("writer")
    password = stand.master()[1] if user == "dbadmin" else gateway.token(name)
    said = stand.mysql(
        BASTION, password, f"--host={name}", f"--user={user}", "--ssl-mode=DISABLED", "--execute=SELECT 1"
    )
    assert said.stderr.splitlines()[-1].startswith(error)


def test_a_write_at_the_reader_endpoint_is_refused(stand: Stand, gateway: Keys) -> None:
    name = stand.name("reader")
    with pytest.raises(pymysql.OperationalError) as refused:
        stand.run(["INSERT INTO orders.orders VALUES (1)"], "order_writer", gateway.token(name), name)
    assert refused.value.args[0] == 1290


def cannot_connect(stand: Stand, gateway: Keys, source: str) -> str:
    """What MySQL's client says of a login from an address; nothing if it worked."""
    name = stand.name("writer")
    token = gateway.token(name)
    return stand.mysql(source, token, f"--host={name}", "--user=order_writer", "--execute=SELECT 1").stderr


def test_an_address_that_no_rule_admits_cannot_connect(stand: Stand, gateway: Keys) -> None:
    assert cannot_connect(stand, gateway, BASTION) == ""
    assert cannot_connect(stand, gateway, NEIGHBOUR).startswith("ERROR 2003 (HY000): Can't connect")


def test_rules_hold_from_when_they_are_made_until_they_are_taken_away(stand: Stand, gateway: Keys) -> None:
    stand.admit(CidrIp=f"{NEIGHBOUR}/32")
    wait_until(lambda: cannot_connect(stand, gateway, NEIGHBOUR) == "")
    stand.shut_out(CidrIp=f"{NEIGHBOUR}/32")
    wait_until(lambda: cannot_connect(stand, gateway, NEIGHBOUR).startswith("ERROR 2003"))


def test_a_group_that_is_admitted_stands_for_the_machines_in_it(stand: Stand, gateway: Keys) -> None:
    ec2 = stand.account.client("ec2")
    group = ec2.create_security_group(GroupName="gateway", Description="gateway", VpcId=stand.account.vpc)["GroupId"]
    assert cannot_connect(stand, gateway, GATEWAY).startswith("ERROR 2003")
    stand.admit(GroupId=group)
    subnets = ec2.describe_subnets(Filters=[{"Name": "cidr-block", "Values": ["10.20.16.0/20"]}])["Subnets"]
    subnet = next(each["SubnetId"] for each in subnets if each["VpcId"] == stand.account.vpc)
    ec2.create_network_interface(SubnetId=subnet, Groups=[group], PrivateIpAddress=GATEWAY)
    wait_until(lambda: cannot_connect(stand, gateway, GATEWAY) == "")


def test_the_reader_endpoint_leads_to_both_readers(stand: Stand) -> None:
    writer = stand.names.resolve(stand.name("writer"))
    readers = {stand.names.resolve(stand.name("reader")) for _ in range(4)}
    assert len(readers) == 2
    assert writer not in readers


def test_a_record_of_a_private_zone_leads_to_the_endpoint(stand: Stand) -> None:
    zones = stand.account.client("route53")
    vpc = {"VPCRegion": "eu-west-1", "VPCId": stand.account.vpc}
    zone = zones.create_hosted_zone(Name="tidegate.internal", CallerReference="one", VPC=vpc)["HostedZone"]["Id"]
    record = {
        "Name": "writer.orders.tidegate.internal",
        "Type": "CNAME",
        "TTL": 5,
        "ResourceRecords": [{"Value": stand.name("writer")}],
    }
    changes = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
    with pytest.raises(ToolError, match="has no address"):
        stand.names.resolve("writer.orders.tidegate.internal")
    zones.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)
    assert stand.names.resolve("writer.orders.tidegate.internal") == stand.names.resolve(stand.name("writer"))


def test_after_a_failover_the_writers_name_leads_to_the_new_writer(stand: Stand, gateway: Keys) -> None:
    name = stand.name("writer")
    before = stand.names.resolve(name)
    stand.account.rds.failover_db_cluster(DBClusterIdentifier="orders")
    wait_until(lambda: stand.names.resolve(name) != before)
    stand.cluster = stand.settled()
    statements = ["REPLACE INTO orders.orders VALUES (7)", "SELECT id FROM orders.orders"]
    user, password = stand.master()
    assert stand.run(statements, user, password, name) == [(7,)]
    assert stand.run(["SELECT id FROM orders.orders"], "order_writer", gateway.token(name), name) == [(7,)]


def test_a_certificate_of_another_authority_is_served_without_a_restart(stand: Stand) -> None:
    user, password = stand.master()
    members = [f"orders-instance-{number}" for number in (1, 2, 3)]

    def found() -> list[Any]:
        shown = stand.account.rds.describe_db_instances()["DBInstances"]
        return [each for each in shown if each["DBInstanceIdentifier"] in members]

    # One that a failover made a reader may still be on its way back.
    wait_until(lambda: {each["DBInstanceStatus"] for each in found()} == {"available"})
    names = [each["Endpoint"]["Address"] for each in found()]
    assert {key_bits(stand, name) for name in names} == {2048}
    with stand.connected(user, password, stand.name("writer")) as open_before, open_before.cursor() as cursor:
        stand.account.rds.modify_db_cluster(
            DBClusterIdentifier="orders", CACertificateIdentifier="rds-ca-ecc384-g1", ApplyImmediately=True
        )
        assert stand.settled()["CertificateDetails"]["CAIdentifier"] == "rds-ca-ecc384-g1"
        assert {key_bits(stand, name) for name in names} == {384}
        cursor.execute("SELECT 1")


def test_a_rotation_changes_the_password_and_nobody_who_reads_the_secret_is_refused(stand: Stand) -> None:
    _, before = stand.master()
    stand.account.secrets.rotate_secret(SecretId=stand.cluster["MasterUserSecret"]["SecretArn"])

    def logged_in_with_the_new_one() -> bool:
        user, password = stand.master()
        assert stand.run(["SELECT 1"], user, password, stand.name("writer")) == [(1,)]
        return password != before

    wait_until(logged_in_with_the_new_one)


def key_bits(stand: Stand, name: str) -> int:
    """The size of the key in the certificate that the server at `name` shows."""
    user, password = stand.master()
    with stand.connected(user, password, name) as connection:
        shown: bytes = connection._sock.getpeercert(binary_form=True)  # type: ignore[attr-defined]
    return x509.load_der_x509_certificate(shown).public_key().key_size  # type: ignore[union-attr]


def _signed_long_ago(keys: Keys, name: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda: datetime.now(UTC) - timedelta(minutes=16))
        return keys.token(name)
