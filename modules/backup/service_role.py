"""What AWS Backup may do in the cell's account."""

from collections.abc import Iterable

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy

from generator.spec.model import Environment
from modules.delivery import workload_boundary
from modules.encryption import Keys
from modules.naming import bounded
from modules.part import Part, Statement
from modules.register import Register
from modules.runtime import Construct


class ServiceRole(Part):
    """A role for snapshots of the cell's clusters, and for nothing else.

    AWS's own AWSBackupServiceRolePolicyForBackup is not attached: it may also read every other kind of storage,
    share snapshots, and copy them to other vaults, which is what the cell must not do.
    Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
    (checked 2026-11-22).
    """

    def __init__(self, scope: Construct, environment: Environment, register: Register, keys: Keys) -> None:
        super().__init__(scope, "backup", register, part="service-role")
        self._environment = environment
        role: IamRole = self.add(
            IamRole,
            "backup",
            spec="databases",
            name=bounded("tidegate", environment.environment, "backup"),
            description="Lets AWS Backup take and expire snapshots of the clusters",
            assume_role_policy=self.policy("backup-trust", [self._trust()], spec="account_id"),
            permissions_boundary=workload_boundary(environment),
        )
        policy = self.policy("backup-role", self._permissions(keys), spec="databases")
        self.add(IamRolePolicy, "backup", spec="databases", name="snapshots", role=role.id, policy=policy)
        self.arn = str(role.arn)

    def _trust(self) -> Statement:
        return Statement(
            sid="AssumedByBackup",
            actions=["sts:AssumeRole"],
            principals={"Service": ["backup.amazonaws.com"]},
            conditions=[("StringEquals", "aws:SourceAccount", [self._environment.account_id])],
        )

    def _permissions(self, keys: Keys) -> Iterable[Statement]:
        environment = self._environment
        rds = f"arn:aws:rds:{environment.region}:{environment.account_id}"
        clusters = [f"{rds}:cluster:{name}" for name in environment.databases]
        snapshots = f"{rds}:cluster-snapshot:awsbackup:*"
        yield Statement(
            sid="TakeSnapshots",
            actions=["rds:AddTagsToResource", "rds:CreateDBClusterSnapshot"],
            resources=[*clusters, snapshots],
        )
        yield Statement(sid="ExpireSnapshots", actions=["rds:DeleteDBClusterSnapshot"], resources=[snapshots])
        yield Statement(
            sid="DescribeClustersAndSnapshots",
            actions=["rds:DescribeDBClusterSnapshots", "rds:DescribeDBClusters", "rds:ListTagsForResource"],
            resources=[*clusters, f"{rds}:cluster-snapshot:*"],
        )
        yield Statement(
            sid="DescribeVault",
            actions=["backup:DescribeBackupVault"],
            resources=[f"arn:aws:backup:{environment.region}:{environment.account_id}:backup-vault:*"],
        )
        yield from _key_use(keys)


def _key_use(keys: Keys) -> Iterable[Statement]:
    used = [keys.storage, keys.backups]
    yield Statement(sid="DescribeKeys", actions=["kms:DescribeKey"], resources=used)
    yield Statement(
        sid="GrantKeysToServices",
        actions=["kms:CreateGrant"],
        resources=used,
        conditions=[("Bool", "kms:GrantIsForAWSResource", ["true"])],
    )
