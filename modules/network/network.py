"""The cell's VPC: three private subnets without a way out, endpoints for what AWS offers, security groups."""

from cdktf_cdktf_provider_aws.default_security_group import DefaultSecurityGroup
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc

from generator.spec.model import Environment
from modules.encryption import Keys
from modules.network.endpoints import Endpoints
from modules.network.flow_logs import FlowLogs
from modules.network.outputs import NetworkOutputs
from modules.network.security_groups import SecurityGroups
from modules.network.subnets import private_ranges
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct


class Network(Part):
    """The network of a cell. It has no gateway to the internet and no peering: nothing in it has a way out."""

    def __init__(self, scope: Construct, environment: Environment, register: Register, keys: Keys) -> None:
        super().__init__(scope, "network", register)
        self._environment = environment
        vpc: Vpc = self.add(
            Vpc,
            "cell",
            spec="network.cidr",
            cidr_block=environment.network.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": environment.environment},
        )
        vpc_id = str(vpc.id)
        # AWS makes a group that lets its members talk to each other and out; without rules it admits nobody.
        self.add(DefaultSecurityGroup, "closed", spec="network", vpc_id=vpc_id)
        table: RouteTable = self.add(
            RouteTable, "private", spec="network", vpc_id=vpc_id, tags={"Name": f"{environment.environment}-private"}
        )
        subnet_ids = self._subnets(vpc_id, str(table.id))
        FlowLogs(self, environment, register, vpc_id, keys.logs)
        groups = SecurityGroups(self, environment, register, vpc_id)
        Endpoints(self, environment, register, vpc_id, subnet_ids, str(table.id), groups.endpoints)
        self.outputs = NetworkOutputs(vpc_id, subnet_ids, groups.databases, groups.rotation)

    def _subnets(self, vpc_id: str, table_id: str) -> tuple[str, ...]:
        network = self._environment.network
        ranges = network.subnets or private_ranges(network.cidr)
        return tuple(
            self._subnet(vpc_id, table_id, index, zone, cidr)
            for index, (zone, cidr) in enumerate(zip(network.availability_zones, ranges, strict=True))
        )

    def _subnet(self, vpc_id: str, table_id: str, index: int, zone: str, cidr: str) -> str:
        spec = f"network.availability_zones[{index}]"
        name = f"private-{index + 1}"
        given = self._environment.network.subnets is not None
        subnet: Subnet = self.add(
            Subnet,
            name,
            spec=spec,
            vpc_id=vpc_id,
            availability_zone=zone,
            cidr_block=cidr,
            map_public_ip_on_launch=False,
            attributes={"cidr_block": f"network.subnets[{index}]" if given else "network.cidr"},
            tags={"Name": f"{self._environment.environment}-private-{zone}"},
        )
        subnet_id = str(subnet.id)
        self.add(RouteTableAssociation, name, spec=spec, subnet_id=subnet_id, route_table_id=table_id)
        return subnet_id
