"""The role by which RDS writes Enhanced Monitoring's metrics."""

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment

from generator.spec.model import Environment
from modules.delivery import workload_boundary
from modules.naming import bounded
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

MANAGED_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"


class MonitoringRole(Part):
    """A role that only RDS can assume, for this cluster's account, with AWS's managed policy for it.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
    (checked 2026-11-22).
    """

    def __init__(self, scope: Construct, name: str, environment: Environment, register: Register) -> None:
        super().__init__(scope, "cluster", register, part="monitoring-role", database=name)
        spec = f"databases.{name}.monitoring"
        assume = Statement(
            sid="EnhancedMonitoring",
            actions=["sts:AssumeRole"],
            principals={"Service": ["monitoring.rds.amazonaws.com"]},
            conditions=[("StringEquals", "aws:SourceAccount", [environment.account_id])],
        )
        role: IamRole = self.add(
            IamRole,
            "monitoring",
            spec=spec,
            name=bounded("tidegate", environment.environment, name, "monitoring"),
            assume_role_policy=self.policy("monitoring-assume", [assume], spec=spec),
            permissions_boundary=workload_boundary(environment),
            tags={"database": name},
        )
        self.attachment: IamRolePolicyAttachment = self.add(
            IamRolePolicyAttachment, "monitoring", spec=spec, role=role.name, policy_arn=MANAGED_POLICY
        )
        self.arn = str(role.arn)
