"""Who can open a connection to what."""

from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.vpc_security_group_egress_rule import VpcSecurityGroupEgressRule
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule

from generator.spec.model import Client, Database, Environment
from modules.part import Part
from modules.register import Register
from modules.runtime import Construct

HTTPS = 443


class DatabaseGroup(Part):
    """The security group of one database: its clients on its port, nobody else, and no way out."""

    def __init__(self, scope: Construct, name: str, environment: Environment, register: Register, vpc_id: str) -> None:
        super().__init__(scope, "network", register, database=name)
        self._port = environment.databases[name].port
        group: SecurityGroup = self.add(
            SecurityGroup,
            "clients",
            spec="network.clients",
            name=f"{environment.environment}-{name}",
            description=f"Clients of the database {name}",
            vpc_id=vpc_id,
            revoke_rules_on_delete=True,
            tags={"Name": f"{environment.environment}-{name}", "database": name},
        )
        self.id = str(group.id)
        for index, client in enumerate(environment.network.clients):
            self._admit(client, f"network.clients[{index}]", name)

    def _admit(self, client: Client, spec: str, database: str) -> None:
        origin = {"referenced_security_group_id": client.security_group, **_range(client.cidr)}
        self._rule(
            f"client-{client.name}", spec, database, description=client.description or f"Client {client.name}", **origin
        )

    def admit_group(self, name: str, group_id: str, database: str) -> None:
        """Lets the members of another security group connect."""
        self._rule(
            name,
            f"databases.{database}.users",
            database,
            description="Rotation of the applications' secrets",
            referenced_security_group_id=group_id,
        )

    def _rule(self, name: str, spec: str, database: str, **origin: str | None) -> None:
        self.add(
            VpcSecurityGroupIngressRule,
            name,
            spec=spec,
            security_group_id=self.id,
            ip_protocol="tcp",
            from_port=self._port,
            to_port=self._port,
            attributes={"from_port": f"databases.{database}.port", "to_port": f"databases.{database}.port"},
            **origin,
        )


class SecurityGroups(Part):
    """All security groups of the cell: of the databases, of the interface endpoints, of the rotation functions."""

    def __init__(self, scope: Construct, environment: Environment, register: Register, vpc_id: str) -> None:
        super().__init__(scope, "network", register, part="security-groups")
        self._environment = environment
        self._vpc_id = vpc_id
        self.endpoints = self._group("endpoints", "Interface endpoints of AWS services")
        self._from_vpc()
        rotated = [name for name, database in environment.databases.items() if _has_secrets(database)]
        self.rotation = self._group("rotation", "Functions that rotate secrets") if rotated else None
        if self.rotation:
            self._out_of_rotation("to-endpoints", self.endpoints, HTTPS)
        groups = {name: DatabaseGroup(self, name, environment, register, vpc_id) for name in environment.databases}
        self.databases = {name: group.id for name, group in groups.items()}
        for name in rotated:
            self._rotation_reaches(groups[name], name)

    def _rotation_reaches(self, group: DatabaseGroup, name: str) -> None:
        if self.rotation:
            group.admit_group("rotation", self.rotation, name)
            self._out_of_rotation(f"to-{name}", group.id, self._environment.databases[name].port)

    def _group(self, name: str, description: str) -> str:
        group: SecurityGroup = self.add(
            SecurityGroup,
            name,
            spec="network",
            name=f"{self._environment.environment}-{name}",
            description=description,
            vpc_id=self._vpc_id,
            revoke_rules_on_delete=True,
            tags={"Name": f"{self._environment.environment}-{name}"},
        )
        return str(group.id)

    def _from_vpc(self) -> None:
        self.add(
            VpcSecurityGroupIngressRule,
            "endpoints",
            spec="network.cidr",
            security_group_id=self.endpoints,
            description="HTTPS from the VPC",
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            cidr_ipv4=self._environment.network.cidr,
        )

    def _out_of_rotation(self, name: str, group_id: str, port: int) -> None:
        self.add(
            VpcSecurityGroupEgressRule,
            f"rotation-{name}",
            spec="databases",
            security_group_id=self.rotation,
            description=f"Rotation {name.replace('-', ' ', 1)}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            referenced_security_group_id=group_id,
        )


def _range(cidr: str | None) -> dict[str, str | None]:
    return {"cidr_ipv6": cidr} if cidr and ":" in cidr else {"cidr_ipv4": cidr}


def _has_secrets(database: Database) -> bool:
    return any(user.auth == "secret" for user in database.users)
