"""Snapshots carry the cluster's tags."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class CopyTags(ClusterPolicy):
    """What a snapshot holds, and where it may be, is on the snapshot too."""

    id = "CKV_TDG_405"
    title = "Snapshots carry the tags of their cluster"
    category = "backup"
    why = (
        "Owner, classification and jurisdiction are tags: a snapshot without them is data of which nobody knows whose "
        "it is, nor where it may go."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Set copy_tags_to_snapshot to true."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the tags are certainly copied."""
        del stack
        given = resource.get("copy_tags_to_snapshot")
        if truth(given) is not True:
            yield Violation(f"copy_tags_to_snapshot is {shown(given)}, and not true", attribute="copy_tags_to_snapshot")


check = register(CopyTags)
