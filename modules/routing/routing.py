"""A private hosted zone with a writer's and a reader's name for each database."""

from collections.abc import Mapping
from dataclasses import dataclass

from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.route53_zone import Route53Zone, Route53ZoneVpc

from generator.spec.model import Environment
from modules.cluster import ClusterOutputs
from modules.network import NetworkOutputs
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct

TTL_SECONDS = 5
"""As long as RDS's own names live, so that an alias does not outlast a failover.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/blue-green-deployments-switching.html
(checked 2026-11-22).
"""

# The server's certificate names the RDS endpoint, and a token is signed for the name that it is used with.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html (checked 2026-11-22)
_COMMENT = (
    "Aliases of database endpoints. Sign IAM tokens for the RDS endpoint name, never for these names; "
    "TLS with VERIFY_IDENTITY needs the RDS endpoint name too."
)


@dataclass(frozen=True, slots=True)
class DatabaseNames:
    """The literal names that follow a database's writer and readers."""

    writer: str
    reader: str


@dataclass(frozen=True, slots=True)
class RoutingOutputs:
    """The zone's literal name, a reference to its id, and each database's names."""

    zone_name: str
    zone_id: str
    names: Mapping[str, DatabaseNames]


class Routing(Part):
    """The zone `<environment>.tidegate.internal`, which answers in the cell's VPC alone.

    `internal` is reserved for private use and never delegated in the public DNS.
    Source: https://www.icann.org/en/board-activities-and-meetings/materials/approved-resolutions-special-meeting-of-the-icann-board-29-07-2024-en
    (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        register: Register,
        network: NetworkOutputs,
        clusters: Mapping[str, ClusterOutputs],
    ) -> None:
        super().__init__(scope, "routing", register)
        zone_name = f"{environment.environment}.tidegate.internal"
        zone: Route53Zone = self.add(
            Route53Zone,
            "cell",
            spec="databases",
            name=zone_name,
            comment=_COMMENT,
            force_destroy=False,
            vpc=[Route53ZoneVpc(vpc_id=network.vpc_id, vpc_region=environment.region)],
        )
        zone_id = str(zone.zone_id)
        names = {
            database: _Records(self, database, register, zone_id, zone_name, cluster).names
            for database, cluster in clusters.items()
        }
        self.outputs = RoutingOutputs(zone_name, zone_id, names)


class _Records(Part):
    def __init__(
        self,
        scope: Construct,
        database: str,
        register: Register,
        zone_id: str,
        zone_name: str,
        cluster: ClusterOutputs,
    ) -> None:
        super().__init__(scope, "routing", register, database=database)
        endpoints = {"writer": cluster.writer_endpoint, "reader": cluster.reader_endpoint}
        for role, endpoint in endpoints.items():
            self.add(
                Route53Record,
                role,
                spec=f"databases.{database}",
                zone_id=zone_id,
                name=f"{role}.{database}.{zone_name}",
                type="CNAME",
                ttl=TTL_SECONDS,
                records=[endpoint],
            )
        self.names = DatabaseNames(f"writer.{database}.{zone_name}", f"reader.{database}.{zone_name}")
