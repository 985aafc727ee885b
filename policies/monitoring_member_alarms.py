"""Each member is watched, in each respect."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.alarms import member_alarm, member_metrics
from policies.engine.clusters import ClusterPolicy, identifier, members
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack


class MemberAlarms(ClusterPolicy):
    """An alarm for every required metric on every one of the three members."""

    id = "CKV_TDG_510"
    title = "Every member of a cluster has every required alarm"
    category = "monitoring"
    why = (
        "RDS reports by member, and which of them is the writer changes: an alarm on one of three, or on a name that "
        "no member has, stays green through an outage."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html"
    fix = "Make an alarm on each metric for each of <identifier>-instance-1 to -3, with that one dimension."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each metric that is not watched on all members."""
        name = identifier(resource, stack)
        if name is None:
            message = "the members cannot be named, as cluster_identifier is not known"
            yield Violation(message, attribute="cluster_identifier")
            return
        for metric in member_metrics():
            missing = [member for member in members(name) if member_alarm(resource, metric, member, stack) is None]
            if missing:
                yield Violation(f"no alarm watches {metric} of {', '.join(missing)}")


check = register(MemberAlarms)
