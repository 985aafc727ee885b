"""A whole sandbox, as the clients of its cluster meet it: names, TLS, tokens, security groups."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

import boto3
import pymysql
import pytest
from pymysql.connections import Connection

from generator.errors import ToolError
from generator.targets.resolver import NameServer
from sandbox.data_plane.servers.acquisition import acquire
from tests.sandbox.account import Account
from tests.sandbox.inside import mysql

NUMBER = "222222222222"
BASTION, NEIGHBOUR, GATEWAY = "10.20.48.10", "10.20.48.11", "10.20.16.20"
PATIENCE_SECONDS = 120
BOOTSTRAP = (
    "CREATE USER IF NOT EXISTS order_writer IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL",
    "GRANT SELECT, INSERT, CREATE ON orders.* TO order_writer",
    "CREATE USER IF NOT EXISTS risk_reader IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL",
    "CREATE TABLE IF NOT EXISTS orders.orders (id INT PRIMARY KEY)",
)


@dataclass(frozen=True)
class Keys:
    """What signs a token."""

    aws_access_key_id: str
    aws_secret_access_key: str
    aws_session_token: str | None = None

    def token(self, host: str, user: str = "order_writer", region: str = "eu-west-1") -> str:
        signer: Any = boto3.client("rds", region_name=region, **vars(self))
        made: str = signer.generate_db_auth_token(host, 3306, user)
        return made


@dataclass
class Stand:
    """A sandbox that serves a cluster, `orders`, whose security group admits the bastion alone."""

    folder: Path
    said: dict[str, Any]
    account: Account = field(init=False)
    group: str = ""
    cluster: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.account = Account(self, NUMBER)

    @property
    def endpoint(self) -> str:
        return str(self.said["endpoint"])

    def credentials(self, account_id: str) -> dict[str, str]:
        issued: dict[str, str] = self.said["credentials"][account_id]
        return issued

    @property
    def names(self) -> NameServer:
        return NameServer(self.said["dns"]["address"], self.said["dns"]["port"])

    def build(self) -> None:
        self.account.network()
        ec2 = self.account.client("ec2")
        self.group = ec2.create_security_group(GroupName="orders", Description="orders", VpcId=self.account.vpc)[
            "GroupId"
        ]
        self.admit(CidrIp=f"{BASTION}/32")
        require_tls = {"ParameterName": "require_secure_transport", "ParameterValue": "ON", "ApplyMethod": "immediate"}
        self.account.rds.modify_db_cluster_parameter_group(
            DBClusterParameterGroupName="orders", Parameters=[require_tls]
        )
        self.account.cluster(VpcSecurityGroupIds=[self.group])
        self.cluster = self.settled()

    def admit(self, **source: str) -> None:
        """Adds a rule for an address to the cluster's group."""
        self.account.client("ec2").authorize_security_group_ingress(GroupId=self.group, IpPermissions=[_rule(source)])

    def shut_out(self, **source: str) -> None:
        """Takes it away again."""
        self.account.client("ec2").revoke_security_group_ingress(GroupId=self.group, IpPermissions=[_rule(source)])

    def settled(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            found: dict[str, Any] = self.account.rds.describe_db_clusters(DBClusterIdentifier="orders")["DBClusters"][0]
            if found["Status"] == "available":
                return found
            assert time.monotonic() < deadline, found["Status"]
            time.sleep(0.2)

    def name(self, endpoint: Literal["writer", "reader"]) -> str:
        return str(self.cluster["Endpoint" if endpoint == "writer" else "ReaderEndpoint"])

    def master(self) -> tuple[str, str]:
        """The master user and its password, as Secrets Manager holds them."""
        arn = self.cluster["MasterUserSecret"]["SecretArn"]
        held = json.loads(self.account.secrets.get_secret_value(SecretId=arn)["SecretString"])
        return held["username"], held["password"]

    def role(self, name: str, resource: str | None = None) -> Keys:
        """The keys of a role that may connect as this resource; None: as nobody."""
        iam = self.account.client("iam")
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))
        if resource:
            statement = {"Effect": "Allow", "Action": "rds-db:connect", "Resource": resource}
            document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            iam.put_role_policy(RoleName=name, PolicyName="connect", PolicyDocument=document)
        arn = f"arn:aws:iam::{NUMBER}:role/{name}"
        issued = self.account.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        return Keys(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])

    def user_resource(self, user: str) -> str:
        return f"arn:aws:rds-db:eu-west-1:{NUMBER}:dbuser:{self.cluster['DbClusterResourceId']}/{user}"

    def run(self, statements: Sequence[str], user: str, password: str, name: str) -> list[tuple[Any, ...]]:
        """The last statement's rows, asked from the bastion with PyMySQL, which verifies the server's identity."""
        sock = socket.create_connection((self.names.resolve(name), 3306), 5, (_on_loopback(BASTION), 0))
        with sock:
            connection: Connection[Any] = pymysql.connect(
                host=name,
                user=user,
                password=password,
                ssl_ca=self.said["ca_bundle"],
                ssl_verify_cert=True,
                ssl_verify_identity=True,
                autocommit=True,
                defer_connect=True,
            )
            connection.connect(sock)
            with connection, connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall())

    def mysql(self, source: str, password: str, *options: str) -> "subprocess.CompletedProcess[str]":
        return mysql(self.folder, source, password, *options)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    folder = tmp_path_factory.mktemp("sandbox")
    acquire()
    command = [sys.executable, "-m", "sandbox", "serve", "--folder", str(folder), "--account", NUMBER]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout
    line = process.stdout.readline()
    assert line, (folder / "log").read_text()
    stand = Stand(folder, json.loads(line))
    try:
        stand.build()
        user, password = stand.master()
        stand.run(BOOTSTRAP, user, password, stand.name("writer"))
        yield stand
    finally:
        process.communicate(timeout=60)


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


def test_a_rotation_changes_the_password_and_nobody_who_reads_the_secret_is_refused(stand: Stand) -> None:
    _, before = stand.master()
    stand.account.secrets.rotate_secret(SecretId=stand.cluster["MasterUserSecret"]["SecretArn"])

    def logged_in_with_the_new_one() -> bool:
        user, password = stand.master()
        assert stand.run(["SELECT 1"], user, password, stand.name("writer")) == [(1,)]
        return password != before

    wait_until(logged_in_with_the_new_one)


def wait_until(holds: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.1)


def _signed_long_ago(keys: Keys, name: str) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.auth.get_current_datetime", lambda: datetime.now(UTC) - timedelta(minutes=16))
        return keys.token(name)


def _rule(source: dict[str, str]) -> dict[str, Any]:
    kind = "UserIdGroupPairs" if "GroupId" in source else "IpRanges"
    return {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, kind: [source]}


def _on_loopback(address: str) -> str:
    return f"127.{address.partition('.')[2]}"
