"""A sandbox with a cluster, made through the AWS APIs alone, and a site for drills on it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drills.arena import Arena, Scale
from drills.cluster import Cluster
from drills.evidence import Report
from drills.history import Recorder
from drills.holding import Order, hold
from drills.subject import DatabaseUser, Objectives, Origin, Subject
from generator.drilling.site import TargetSite
from generator.targets.ready import sandbox_target

ACCOUNT, REGION, NAME = "222222222222", "eu-west-1", "orders"
CIDR, CLIENT = "10.20.0.0/16", "10.20.48.10/32"
ROLES = {"order_writer": "order-gateway", "risk_reader": "risk"}
PARAMETERS = {"require_secure_transport": "1"}
WAIT_SECONDS = 240

SUBJECT = Subject(
    environment="eu-west-1",
    account=ACCOUNT,
    region=REGION,
    jurisdiction="EU",
    regions=("eu-west-1", "eu-central-1"),
    elsewhere="us-east-1",
    cluster=NAME,
    schema="orders",
    network=CIDR,
    users=(
        DatabaseUser(
            name="order_writer",
            role=f"arn:aws:iam::{ACCOUNT}:role/order-gateway",
            endpoint="writer",
            auth="iam",
            privileges=("SELECT", "INSERT", "UPDATE", "DELETE"),
        ),
        DatabaseUser(
            name="risk_reader",
            role=f"arn:aws:iam::{ACCOUNT}:role/risk",
            endpoint="reader",
            auth="iam",
            privileges=("SELECT",),
        ),
    ),
    origins=(Origin(name="bastion", cidr=CLIENT),),
    objectives=Objectives(
        failover_seconds=35,
        replica_lag_seconds=5,
        write_latency_ms=500,
        read_latency_ms=500,
        transactions_per_second=20,
    ),
    log_exports=("error",),
    tags={},
)


@dataclass(frozen=True, slots=True)
class Live:
    """A running sandbox with one cluster in it, and the folder that it keeps everything in."""

    site: TargetSite
    subject: Subject
    folder: Path

    def members(self) -> set[str]:
        """The members' identifiers."""
        return set(self._cluster().members())

    def site_writer(self) -> str:
        """The writer's identifier."""
        return self._cluster().writer().identifier

    def fault(self, action: str, member: str) -> None:
        """Does to a member what an outage would do, as `drills.site.Faults` names it."""
        assert self.site.faults
        self.site.faults.member(action, account=ACCOUNT, region=REGION, cluster=NAME, member=member)

    def _cluster(self) -> Cluster:
        return Cluster(self.site, self.subject.region, self.subject.cluster)


@contextmanager
def sandbox(folder: Path, program: str = "sandbox") -> Iterator[TargetSite]:
    """A sandbox that ends with the block."""
    command = [sys.executable, "-m", program, "serve", "--folder", str(folder), "--account", ACCOUNT]
    with (folder.parent / "sandbox.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdin
    assert process.stdout
    try:
        line = process.stdout.readline()
        assert line, (folder.parent / "sandbox.log").read_text()
        target = sandbox_target(json.loads(line), account_id=ACCOUNT, region=REGION, live=True)
        assert target.ca_bundle, "the sandbox has no data plane"
        yield TargetSite(target, target.ca_bundle)
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


@contextmanager
def live_cluster(folder: Path, program: str = "sandbox") -> Iterator[Live]:
    """A sandbox with a cluster and the users of its spec, kept in `folder`."""
    inside = folder / "sandbox"
    inside.mkdir()
    with sandbox(inside, program) as site:
        make_cluster(site)
        make_users(site, folder)
        yield Live(site, SUBJECT, inside)


def held(live: Live, folder: Path, drill: str, scale: Scale, tell: Callable[[str], None] = lambda _: None) -> Report:
    """A drill's report. Its evidence is in `folder`; `tell` is called before each fault, with its name."""
    order = Order(drill=drill, subject=live.subject, site=live.site, evidence=folder, scale=scale)
    return hold(order, tell)[0]


def before_the_first(name: str, do: Callable[[], None]) -> Callable[[str], None]:
    """Does something when a drill says `name` for the first time."""
    waiting = [do]

    def tell(said: str) -> None:
        if said == name and waiting:
            waiting.pop()()

    return tell


def results(report: Report) -> dict[str, str]:
    """The result of each check."""
    return {verdict.check: verdict.result for verdict in report.verdicts}


def found(report: Report) -> dict[str, set[str]]:
    """The kinds of anomalies of each check that has some."""
    kinds = {verdict.check: {anomaly.kind for anomaly in verdict.anomalies} for verdict in report.verdicts}
    return {check: each for check, each in kinds.items() if each}


def make_cluster(site: TargetSite, subject: Subject = SUBJECT, parameters: Mapping[str, str] = PARAMETERS) -> None:
    """A network, a security group that lets one client in, and a cluster that is ready."""
    session = site.session(region=subject.region)
    groups = _network(session.client("ec2"), subject, site)
    _roles(session.client("iam"), subject)
    rds = session.client("rds")
    family = "mysql8.4"
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="drills", DBParameterGroupFamily=family, Description="drills"
    )
    rds.modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="drills",
        Parameters=[
            {"ParameterName": name, "ParameterValue": value, "ApplyMethod": "pending-reboot"}
            for name, value in parameters.items()
        ],
    )
    rds.create_db_cluster(
        DBClusterIdentifier=subject.cluster,
        Engine="mysql",
        EngineVersion="8.4.8",
        DatabaseName=subject.schema,
        DBClusterInstanceClass="db.m6gd.large",
        StorageType="io1",
        AllocatedStorage=100,
        Iops=1000,
        MasterUsername="dbadmin",
        ManageMasterUserPassword=True,
        DBSubnetGroupName="drills",
        VpcSecurityGroupIds=groups,
        DBClusterParameterGroupName="drills",
        EnableIAMDatabaseAuthentication=True,
        EnableCloudwatchLogsExports=list(subject.log_exports),
        StorageEncrypted=True,
        BackupRetentionPeriod=7,
    )
    cluster = Cluster(site, subject.region, subject.cluster)
    limit = time.monotonic() + WAIT_SECONDS
    while not cluster.healthy():
        assert time.monotonic() < limit, cluster.describe()
        time.sleep(0.5)


def make_users(site: TargetSite, folder: Path, subject: Subject = SUBJECT) -> None:
    """The users of the spec, with the statements that RDS documents, made by the master user."""
    with Recorder(folder / "users.jsonl") as recorder:
        arena = Arena(subject, site, folder, recorder)
        master = arena.connector("writer", arena.cluster.master(), schema=None)
        for user in subject.users:
            master.ask(f"CREATE USER '{user.name}'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL")
            master.ask(f"GRANT {', '.join(user.privileges)} ON `{subject.schema}`.* TO '{user.name}'@'%'")


def _network(ec2: Any, subject: Subject, site: TargetSite) -> Sequence[str]:
    vpc = ec2.create_vpc(CidrBlock=subject.network)["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=f"{subject.region}{zone}")
        for number, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(GroupName="database", Description="database", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=group,
        IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": CLIENT}]},
        ],
    )
    site.session(region=subject.region).client("rds").create_db_subnet_group(
        DBSubnetGroupName="drills",
        DBSubnetGroupDescription="drills",
        SubnetIds=[subnet["Subnet"]["SubnetId"] for subnet in subnets],
    )
    return [group]


def _roles(iam: Any, subject: Subject) -> None:
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}],
    }
    for user in subject.users:
        name = user.role.rpartition("/")[2]
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
        connect = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "rds-db:connect",
                    "Resource": f"arn:aws:rds-db:{subject.region}:{subject.account}:dbuser:*/{user.name}",
                }
            ],
        }
        iam.put_role_policy(RoleName=name, PolicyName="connect", PolicyDocument=json.dumps(connect))
