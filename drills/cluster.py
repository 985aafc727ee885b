"""A cluster as the RDS API shows it: who is the writer, where everybody is, and who may log in as the master."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from drills.errors import DrillError
from drills.site import Site

if TYPE_CHECKING:
    from types_boto3_rds import RDSClient

POLL_SECONDS = 0.5
ANOTHER_WRITER_SECONDS = 120
FAILED = "Cluster failover failed"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the three: where it is, where it listens, and whether it is the writer."""

    identifier: str
    zone: str
    host: str
    port: int
    writer: bool
    status: str


@dataclass(frozen=True, slots=True)
class Password:
    """A login with a fixed password."""

    user: str
    text: str

    def password(self, host: str, port: int) -> str:  # noqa: ARG002
        """The same for every endpoint."""
        return self.text

    def __repr__(self) -> str:
        return f"Password({self.user!r})"


class Cluster:
    """One Multi-AZ DB cluster. All methods raise DrillError where the API refuses."""

    def __init__(self, site: Site, region: str, identifier: str) -> None:
        self._site = site
        self.region = region
        self.identifier = identifier
        self.rds: RDSClient = site.session(region=region).client("rds")

    def describe(self) -> Mapping[str, Any]:
        """What DescribeDBClusters says of it."""
        try:
            found = self.rds.describe_db_clusters(DBClusterIdentifier=self.identifier)["DBClusters"]
        except ClientError as error:
            raise DrillError(
                f"there is no cluster {self.identifier} in {self.region}: {error}",
                fix="apply the environment first: `make apply ENV=...`",
            ) from error
        return dict(found[0])

    def endpoint(self, kind: str) -> tuple[str, int]:
        """Host and port of the `writer` or `reader` endpoint."""
        described = self.describe()
        return described["Endpoint" if kind == "writer" else "ReaderEndpoint"], described["Port"]

    def members(self) -> dict[str, Member]:
        """The members by identifier."""
        writers = {
            each["DBInstanceIdentifier"]: each["IsClusterWriter"] for each in self.describe()["DBClusterMembers"]
        }
        pages = self.rds.get_paginator("describe_db_instances").paginate(
            Filters=[{"Name": "db-cluster-id", "Values": [self.identifier]}]
        )
        found = [each for page in pages for each in page["DBInstances"]]
        return {
            each["DBInstanceIdentifier"]: Member(
                each["DBInstanceIdentifier"],
                each.get("AvailabilityZone", ""),
                each.get("Endpoint", {}).get("Address", ""),
                each.get("Endpoint", {}).get("Port", 0),
                writers.get(each["DBInstanceIdentifier"], False),
                each["DBInstanceStatus"],
            )
            for each in found
        }

    def writer(self) -> Member:
        """The member that is the writer now."""
        writers = [member for member in self.members().values() if member.writer]
        if len(writers) != 1:
            raise DrillError(f"{self.identifier} has {len(writers)} writers", fix="wait, and hold the drill again")
        return writers[0]

    def master(self) -> Password:
        """The master user, with the password that its secret holds now."""
        secret = self.describe().get("MasterUserSecret", {}).get("SecretArn")
        if not secret:
            raise DrillError(
                f"{self.identifier} has no managed master secret",
                fix="plan and apply it with Tidegate, which asks for one",
            )
        client = self._site.session(region=self.region).client("secretsmanager")
        content = json.loads(client.get_secret_value(SecretId=secret)["SecretString"])
        return Password(content["username"], content["password"])

    def healthy(self) -> bool:
        """Whether the cluster and its three members are available."""
        members = self.members().values()
        return (
            self.describe()["Status"] == "available"
            and len(members) == 3
            and all(member.status == "available" for member in members)
        )

    def wait(self, until: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Asks `until` twice a second. Raises DrillError after `seconds`; `what` says what was waited for."""
        limit = time.monotonic() + seconds
        while not until():
            if time.monotonic() > limit:
                raise DrillError(
                    f"{self.identifier}: {what} did not come about in {seconds:.0f} s",
                    fix="look at the cluster's events",
                )
            time.sleep(POLL_SECONDS)

    def failed_failovers(self) -> int:
        """How many failovers failed in the last hour, as far as the cluster's events say."""
        pages = self.rds.get_paginator("describe_events").paginate(
            SourceType="db-cluster", SourceIdentifier=self.identifier, Duration=60
        )
        return sum(event.get("Message", "").startswith(FAILED) for page in pages for event in page["Events"])

    def failover(self, target: str | None = None, *, seconds: float = 120) -> None:
        """Asks for a failover, and again while the cluster is still busy with the last."""
        wanted = {"TargetDBInstanceIdentifier": target} if target else {}
        limit = time.monotonic() + seconds
        while True:
            try:
                self.rds.failover_db_cluster(DBClusterIdentifier=self.identifier, **wanted)
            except ClientError as error:
                busy = error.response["Error"]["Code"].startswith("InvalidDB")
                if not busy or time.monotonic() > limit:
                    raise DrillError(
                        f"the failover is refused: {error}", fix="wait until the cluster is available"
                    ) from error
                time.sleep(POLL_SECONDS)
            else:
                return


class Handover:
    """A change of the writer that is about to be brought about: made before that, waited for after it."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.before = cluster.writer()
        self._failed = cluster.failed_failovers()

    def wait(self, again: Callable[[], None] | None = None) -> None:
        """Waits until another member is the writer. Raises DrillError after two minutes.

        `again` asks for another failover where one failed, as RDS says to do in its event:
        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html (RDS-EVENT-0069)
        """
        self._cluster.wait(lambda: self._is_done(again), seconds=ANOTHER_WRITER_SECONDS, what="another writer")

    def _is_done(self, again: Callable[[], None] | None) -> bool:
        if self._cluster.writer().identifier != self.before.identifier:
            return True
        failed = self._cluster.failed_failovers() if again else 0
        if again and failed > self._failed:
            self._failed = failed
            again()
        return False
