"""AWS Backup: selections, vault policies and notifications, jobs that take snapshots of clusters."""

import json
import uuid
from typing import Any
from urllib.parse import unquote

from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.exceptions import JsonRESTError
from moto.core.utils import unix_time
from moto.rds.models import rds_backends

from sandbox.control_plane.extending import Extended, extend, urls_of

VAULT_DETAILS = ("notification-configuration", "access-policy", "recovery-points", "recovery-points/(?P<arn>.+)")


class Backups(Extended, BackupBackend):
    """moto's plans and vaults, with what hangs on them.

    https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html
    """

    SERVICE = "backup"

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.selections: dict[str, dict[str, dict[str, Any]]] = {}
        self.notifications: dict[str, dict[str, Any]] = {}
        self.policies: dict[str, str] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.points: dict[str, dict[str, dict[str, Any]]] = {}

    def plan(self, plan_id: str) -> Plan:
        """A plan that is not deleted. Raises ResourceNotFoundException."""
        found = self.plans.get(plan_id)
        if not found or found.deletion_date:
            raise ResourceNotFoundException(msg=f"Cannot find Backup plan with ID {plan_id}")
        return found

    def get_backup_plan(self, backup_plan_id: str, version_id: Any | None) -> Plan:
        """A deleted plan is not found."""
        self.plan(backup_plan_id)
        return super().get_backup_plan(backup_plan_id, version_id)

    def delete_backup_plan(self, backup_plan_id: str) -> tuple[str, str, float, str]:
        """A plan with selections stays."""
        if self.selections.get(backup_plan_id):
            raise InvalidRequestException(
                msg="Related backup plan selections must be deleted prior to backup plan deletion"
            )
        self.plan(backup_plan_id)
        deleted = super().delete_backup_plan(backup_plan_id)
        self.plans.pop(backup_plan_id)
        return deleted

    def delete_backup_vault(self, backup_vault_name: str) -> None:
        """A vault with recovery points stays."""
        self.describe_backup_vault(backup_vault_name)
        if self.points.get(backup_vault_name):
            raise InvalidRequestException(
                msg=f"Backup vault cannot be deleted because it contains recovery points: {backup_vault_name}"
            )
        for kept in (self.notifications, self.policies):
            kept.pop(backup_vault_name, None)
        super().delete_backup_vault(backup_vault_name)

    def describe_backup_vault(self, backup_vault_name: str) -> Any:
        """AWS refuses to say whether a vault is there."""
        if backup_vault_name not in self.vaults:
            raise JsonRESTError("AccessDeniedException", "Insufficient privileges to perform this action.", code=403)
        vault = super().describe_backup_vault(backup_vault_name)
        vault.number_of_recovery_points = len(self.points.get(backup_vault_name, {}))
        return vault

    def start(self, vault: str, resource: str, role: str) -> dict[str, Any]:
        """Takes a snapshot of a cluster into a vault."""
        self.describe_backup_vault(vault)
        kind, name = resource.split(":")[5:7]
        if kind != "cluster":
            raise InvalidRequestException(msg=f"Unsupported resource type: {resource}")
        job = str(uuid.uuid4()).upper()
        rds = rds_backends[self.account_id][self.region_name]
        snapshot = rds.create_db_cluster_snapshot(name, f"awsbackup:job-{job.lower()}", snapshot_type="awsbackup")
        point = {
            "RecoveryPointArn": snapshot.arn,
            "BackupVaultName": vault,
            "BackupVaultArn": self.vaults[vault].backup_vault_arn,
            "ResourceArn": resource,
            "ResourceType": "RDS",
            "IamRoleArn": role,
            "Status": "COMPLETED",
            "CreationDate": unix_time(),
            "EncryptionKeyArn": snapshot.kms_key_id,
            "IsEncrypted": bool(snapshot.encrypted),
        }
        self.points.setdefault(vault, {})[snapshot.arn] = point
        self.jobs[job] = {
            "AccountId": self.account_id,
            "BackupJobId": job,
            "State": "COMPLETED",
            "PercentDone": "100.0",
            **{key: value for key, value in point.items() if key not in ("Status", "EncryptionKeyArn", "IsEncrypted")},
        }
        return self.jobs[job]

    def delete_point(self, vault: str, arn: str) -> None:
        """Deletes a recovery point with its snapshot."""
        if arn not in self.points.get(vault, {}):
            raise ResourceNotFoundException(msg=f"Cannot find recovery point {arn}")
        self.points[vault].pop(arn)
        name = arn.partition(":cluster-snapshot:")[2]
        rds_backends[self.account_id][self.region_name].delete_db_cluster_snapshot(name)


class BackupCalls(BackupResponse):
    """The calls of AWS Backup that moto has not."""

    @property
    def _part(self) -> list[str]:
        return [unquote(each) for each in self.path.strip("/").split("/")]

    def update_backup_plan(self) -> str:
        """UpdateBackupPlan: a new version of a plan."""
        plan = self.backup_backend.plan(self._part[2])
        new = Plan(json.loads(self.body)["BackupPlan"], plan.creator_request_id, self.backup_backend)
        plan.backup_plan, plan.version_id = new.backup_plan, new.version_id
        return json.dumps(plan.to_dict())

    def create_backup_selection(self) -> str:
        """CreateBackupSelection."""
        plan, body = self.backup_backend.plan(self._part[2]), json.loads(self.body)
        kept = {
            "BackupSelection": body["BackupSelection"],
            "SelectionId": str(uuid.uuid4()),
            "BackupPlanId": plan.backup_plan_id,
            "CreationDate": unix_time(),
            "CreatorRequestId": body.get("CreatorRequestId"),
        }
        self.backup_backend.selections.setdefault(plan.backup_plan_id, {})[kept["SelectionId"]] = kept
        return json.dumps({key: kept[key] for key in ("SelectionId", "BackupPlanId", "CreationDate")})

    def get_backup_selection(self) -> str:
        """GetBackupSelection."""
        return json.dumps(self._selection())

    def list_backup_selections(self) -> str:
        """ListBackupSelections."""
        kept = self.backup_backend.selections.get(self._part[2], {}).values()
        listed = [
            {
                **{key: each[key] for key in ("SelectionId", "BackupPlanId", "CreationDate")},
                "SelectionName": each["BackupSelection"]["SelectionName"],
                "IamRoleArn": each["BackupSelection"]["IamRoleArn"],
            }
            for each in kept
        ]
        return json.dumps({"BackupSelectionsList": listed})

    def delete_backup_selection(self) -> str:
        """DeleteBackupSelection."""
        self.backup_backend.selections[self._part[2]].pop(self._selection()["SelectionId"])
        return "{}"

    def _selection(self) -> dict[str, Any]:
        plan, selection = self._part[2], self._part[4]
        if selection not in self.backup_backend.selections.get(plan, {}):
            raise ResourceNotFoundException(msg=f"Cannot find Backup selection {selection}")
        return self.backup_backend.selections[plan][selection]

    def put_backup_vault_notifications(self) -> str:
        """PutBackupVaultNotifications."""
        vault, body = self._vault(), json.loads(self.body)
        self.backup_backend.notifications[vault.backup_vault_name] = {
            "BackupVaultName": vault.backup_vault_name,
            "BackupVaultArn": vault.backup_vault_arn,
            "SNSTopicArn": body["SNSTopicArn"],
            "BackupVaultEvents": body["BackupVaultEvents"],
        }
        return ""

    def get_backup_vault_notifications(self) -> str:
        """GetBackupVaultNotifications."""
        return json.dumps(self._kept(self.backup_backend.notifications))

    def delete_backup_vault_notifications(self) -> str:
        """DeleteBackupVaultNotifications."""
        self.backup_backend.notifications.pop(self._vault().backup_vault_name, None)
        return ""

    def put_backup_vault_access_policy(self) -> str:
        """PutBackupVaultAccessPolicy."""
        self.backup_backend.policies[self._vault().backup_vault_name] = json.loads(self.body)["Policy"]
        return ""

    def get_backup_vault_access_policy(self) -> str:
        """GetBackupVaultAccessPolicy."""
        vault = self._vault()
        return json.dumps(
            {
                "BackupVaultName": vault.backup_vault_name,
                "BackupVaultArn": vault.backup_vault_arn,
                "Policy": self._kept(self.backup_backend.policies),
            }
        )

    def delete_backup_vault_access_policy(self) -> str:
        """DeleteBackupVaultAccessPolicy."""
        self.backup_backend.policies.pop(self._vault().backup_vault_name, None)
        return ""

    def _vault(self) -> Any:
        return self.backup_backend.describe_backup_vault(self._part[1])

    def _kept(self, among: dict[str, Any]) -> Any:
        name = self._vault().backup_vault_name
        if name not in among:
            raise ResourceNotFoundException(msg=f"Failed reading {self._part[2]} of Backup vault {name}")
        return among[name]

    def start_backup_job(self) -> str:
        """StartBackupJob."""
        body = json.loads(self.body)
        job = self.backup_backend.start(body["BackupVaultName"], body["ResourceArn"], body["IamRoleArn"])
        return json.dumps({key: job[key] for key in ("BackupJobId", "RecoveryPointArn", "CreationDate")})

    def describe_backup_job(self) -> str:
        """DescribeBackupJob."""
        if self._part[1] not in self.backup_backend.jobs:
            raise ResourceNotFoundException(msg=f"Cannot find backup job {self._part[1]}")
        return json.dumps(self.backup_backend.jobs[self._part[1]])

    def list_backup_jobs(self) -> str:
        """ListBackupJobs."""
        return json.dumps({"BackupJobs": list(self.backup_backend.jobs.values())})

    def list_recovery_points_by_backup_vault(self) -> str:
        """ListRecoveryPointsByBackupVault."""
        return json.dumps({"RecoveryPoints": list(self.backup_backend.points.get(self._part[1], {}).values())})

    def describe_recovery_point(self) -> str:
        """DescribeRecoveryPoint."""
        points = self.backup_backend.points.get(self._part[1], {})
        if self._part[3] not in points:
            raise ResourceNotFoundException(msg=f"Cannot find recovery point {self._part[3]}")
        return json.dumps(points[self._part[3]])

    def delete_recovery_point(self) -> str:
        """DeleteRecoveryPoint."""
        self.backup_backend.delete_point(self._part[1], self._part[3])
        return ""

    def list_tags(self) -> str:
        """Reads the ARN whether or not the client ends the path with a slash."""
        arn = unquote(self.path.partition("/tags/")[2]).rstrip("/")
        return json.dumps({"Tags": self.backup_backend.list_tags(arn)})


def register() -> None:
    """Extends moto's backup, and its paths."""
    extend("backup", Backups)
    paths = urls_of("backup").url_paths
    calls = BackupCalls.dispatch
    for path in list(paths):
        paths[path] = calls
    for detail in VAULT_DETAILS:
        for ending in ("", "/"):
            paths[f"{{0}}/backup-vaults/(?P<name>[^/]+)/{detail}{ending}$"] = calls
    paths["{0}/backup-jobs$"] = calls
    paths["{0}/backup-jobs/$"] = calls
    paths["{0}/backup-jobs/(?P<name>[^/]+)$"] = calls
