"""A deleted cluster leaves a snapshot behind."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown

_IDENTIFIER = re.compile(r"[A-Za-z](?:-?[A-Za-z0-9])*")
_LONGEST = 255


class FinalSnapshot(ClusterPolicy):
    """A final snapshot, and a name for it."""

    id = "CKV_TDG_402"
    title = "A cluster's deletion takes a final snapshot"
    category = "backup"
    why = (
        "Automated backups go with the cluster, so that the final snapshot is all that a deletion leaves. Without a "
        "name for it the plan passes, and the deletion fails."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.Retaining.html"
    fix = "Set skip_final_snapshot to false, and final_snapshot_identifier to a name."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation where the snapshot is, or may be, skipped, and one where its name is no name."""
        skip = resource.get("skip_final_snapshot")
        if not off(skip):
            yield Violation(f"skip_final_snapshot is {shown(skip)}, and not false", attribute="skip_final_snapshot")
        given = resource.get("final_snapshot_identifier")
        name = stack.text(given) or ""
        if len(name) > _LONGEST or not _IDENTIFIER.fullmatch(name):
            message = f"final_snapshot_identifier is {shown(given)}, and not a snapshot's name"
            yield Violation(message, attribute="final_snapshot_identifier")


check = register(FinalSnapshot)
