"""The cluster's name is known, and one that such a cluster can have."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, identifier
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown

_IDENTIFIER = re.compile(r"[a-z](?:-?[a-z0-9])*")
_LONGEST = 52


class Identifier(ClusterPolicy):
    """A name of at most 52 characters, which no other cluster of the stack has."""

    id = "CKV_TDG_706"
    title = "A cluster has a known name of its own, of at most 52 characters"
    category = "shape"
    why = (
        "Members, log groups and alarms are named after the cluster. Names of up to 63 characters are Aurora's: the "
        "plan accepts them, and AWS does not."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Give the database a key of at most 52 small letters, numbers and single hyphens."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation on a name that is not known, no name, or another cluster's too."""
        given = resource.get("cluster_identifier")
        name = identifier(resource, stack) or ""
        if len(name) > _LONGEST or not _IDENTIFIER.fullmatch(name):
            message = f"cluster_identifier is {shown(given)}, and no name of such a cluster"
            yield Violation(message, attribute="cluster_identifier")
        elif sum(identifier(each, stack) == name for each in stack.of("aws_rds_cluster")) > 1:
            message = f"cluster_identifier {shown(name)} is given to several clusters"
            yield Violation(message, attribute="cluster_identifier")


check = register(Identifier)
