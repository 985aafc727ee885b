"""Snapshots are not shared."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown


class SnapshotSharing(Policy):
    """No snapshot is for another account, or for `all`."""

    id = "CKV_TDG_414"
    title = "No snapshot is shared with another account"
    category = "backup"
    why = (
        "An account that a snapshot is shared with restores the whole database, with an administrator of its own. A "
        "snapshot that is shared with `all` is published."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"
    fix = "Remove shared_accounts, and permissions for others."
    types = ("aws_db_*snapshot*", "aws_rds_*snapshot*", "aws_ebs_snapshot*", "aws_snapshot_create_volume_permission")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the snapshot."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where others may, or could, get the snapshot."""
        del stack
        shared = resource.get("shared_accounts")
        if shared not in (None, []):
            yield Violation(f"shared_accounts is {shown(shared)}", attribute="shared_accounts")
        if resource.type == "aws_snapshot_create_volume_permission":
            given = shown(resource.get("account_id"))
            yield Violation(f"account_id is {given}: a snapshot of a volume is shared", attribute="account_id")


check = register(SnapshotSharing)
