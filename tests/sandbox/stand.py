"""A whole sandbox in a process of its own, and a cluster as its clients meet it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import boto3
import pymysql
from pymysql.connections import Connection

from generator.targets.resolver import NameServer
from sandbox.data_plane.servers.acquisition import acquire
from tests.sandbox.account import Account
from tests.sandbox.inside import mysql

NUMBER = "222222222222"
BASTION = "10.20.48.10"
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

    def build(self, **changes: Any) -> None:
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
        self.account.cluster(VpcSecurityGroupIds=[self.group], **changes)
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
        own = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{NUMBER}:root"}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": own})
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
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
        """The last statement's rows, asked from the bastion."""
        with self.connected(user, password, name) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall())

    @contextmanager
    def connected(self, user: str, password: str, name: str) -> "Iterator[Connection[Any]]":
        """A connection from the bastion with PyMySQL, which verifies the server's identity."""
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
            with connection:
                yield connection

    def mysql(self, source: str, password: str, *options: str) -> "subprocess.CompletedProcess[str]":
        return mysql(self.folder, source, password, *options)


@contextmanager
def standing(folder: Path, **changes: Any) -> Iterator[Stand]:
    """Serves from a folder until the block ends; `changes` are made to the order of its cluster."""
    acquire()
    command = [sys.executable, "-m", "sandbox", "serve", "--folder", str(folder), "--account", NUMBER]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        assert line, (folder / "log").read_text()
        stand = Stand(folder, json.loads(line))
        stand.build(**changes)
        user, password = stand.master()
        stand.run(BOOTSTRAP, user, password, stand.name("writer"))
        yield stand
    finally:
        process.communicate(timeout=60)


def wait_until(holds: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it does not come about"
        time.sleep(0.1)


def _rule(source: dict[str, str]) -> dict[str, Any]:
    kind = "UserIdGroupPairs" if "GroupId" in source else "IpRanges"
    return {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, kind: [source]}


def _on_loopback(address: str) -> str:
    return f"127.{address.partition('.')[2]}"
