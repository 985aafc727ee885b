"""The services that the VPC reaches without leaving AWS's network."""

from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint

from generator.spec.model import Environment
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

INTERFACES = ("secretsmanager", "kms", "logs", "rds")


class Endpoints(Part):
    """Interface endpoints for Secrets Manager, KMS, CloudWatch Logs and RDS, and the S3 gateway endpoint.

    Each admits callers of the cell's account only, so that nobody carries data to another account through it.
    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (checked 2026-11-22).
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        register: Register,
        vpc_id: str,
        subnet_ids: tuple[str, ...],
        table_id: str,
        group_id: str,
    ) -> None:
        super().__init__(scope, "network", register, part="endpoints")
        self._environment = environment
        for name in INTERFACES:
            self.add(
                VpcEndpoint,
                name,
                spec="network",
                vpc_id=vpc_id,
                service_name=self._service(name),
                tags=self._tags(name),
                vpc_endpoint_type="Interface",
                subnet_ids=list(subnet_ids),
                security_group_ids=[group_id],
                private_dns_enabled=True,
                policy=self.policy(f"endpoint-{name}", [self._own_account(f"{name}:*")], spec="account_id"),
            )
        self.add(
            VpcEndpoint,
            "s3",
            spec="network",
            vpc_id=vpc_id,
            service_name=self._service("s3"),
            tags=self._tags("s3"),
            vpc_endpoint_type="Gateway",
            route_table_ids=[table_id],
            policy=self.policy("endpoint-s3", [self._own_account("s3:*")], spec="account_id"),
        )

    def _service(self, name: str) -> str:
        return f"com.amazonaws.{self._environment.region}.{name}"

    def _tags(self, name: str) -> dict[str, str]:
        return {"Name": f"{self._environment.environment}-{name}"}

    def _own_account(self, actions: str) -> Statement:
        account = [self._environment.account_id]
        return Statement(
            sid="OwnAccountOnly",
            actions=[actions],
            resources=["*"],
            principals={"AWS": ["*"]},
            conditions=[
                ("StringEquals", "aws:PrincipalAccount", account),
                ("StringEquals", "aws:ResourceAccount", account),
            ],
        )
