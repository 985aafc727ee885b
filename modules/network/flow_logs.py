"""A record of every connection that the VPC saw or refused."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.flow_log import FlowLog
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy

from generator.spec.model import Environment
from modules.delivery import workload_boundary
from modules.naming import bounded
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct

RETENTION_DAYS = 400
AGGREGATION_SECONDS = 60


class FlowLogs(Part):
    """The VPC's flow logs, in an encrypted log group of the same region.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html (checked 2026-11-22).
    """

    def __init__(
        self, scope: Construct, environment: Environment, register: Register, vpc_id: str, logs_key: str
    ) -> None:
        super().__init__(scope, "network", register, part="flow-logs")
        group: CloudwatchLogGroup = self.add(
            CloudwatchLogGroup,
            "flow-logs",
            spec="network",
            name=f"/tidegate/{environment.environment}/flow-logs",
            kms_key_id=logs_key,
            retention_in_days=RETENTION_DAYS,
            skip_destroy=environment.deletion_protection,
            attributes={"skip_destroy": "deletion_protection"},
        )
        group_arn = str(group.arn)
        role = self._role(environment, group_arn)
        self.add(
            FlowLog,
            "cell",
            spec="network",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination=group_arn,
            iam_role_arn=role,
            max_aggregation_interval=AGGREGATION_SECONDS,
        )

    def _role(self, environment: Environment, group_arn: str) -> str:
        assume = self.policy(
            "flow-logs-assume",
            [
                Statement(
                    sid="FlowLogsService",
                    actions=["sts:AssumeRole"],
                    principals={"Service": ["vpc-flow-logs.amazonaws.com"]},
                    conditions=[("StringEquals", "aws:SourceAccount", [environment.account_id])],
                )
            ],
            spec="network",
        )
        role: IamRole = self.add(
            IamRole,
            "flow-logs",
            spec="network",
            name=bounded("tidegate", environment.environment, "flow-logs"),
            assume_role_policy=assume,
            permissions_boundary=workload_boundary(environment),
        )
        write = Statement(
            sid="WriteFlowLogs",
            actions=["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            resources=[group_arn, f"{group_arn}:*"],
        )
        self.add(
            IamRolePolicy,
            "flow-logs",
            spec="network",
            name="write-flow-logs",
            role=role.name,
            policy=self.policy("flow-logs-write", [write], spec="network"),
        )
        return str(role.arn)
