"""Failovers, failures and maintenance are heard of."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, identifier, members
from policies.engine.events import heard, kinds
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack


class EventCoverage(ClusterPolicy):
    """Subscriptions for the cluster, its three members and its snapshots, with every category that matters."""

    id = "CKV_TDG_520"
    title = "Events of a cluster, its members and its snapshots reach a topic"
    category = "monitoring"
    why = (
        "That a failover has begun, that it failed, that storage runs out or that a snapshot could not be taken is in "
        "no metric. RDS says it once, to whoever has subscribed to that source and category."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html"
    fix = "Subscribe the alerts topic to db-cluster, db-instance and db-cluster-snapshot events."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each source of which not all that matters is heard."""
        name = identifier(resource, stack)
        if name is None:
            message = "the sources of events cannot be named, as cluster_identifier is not known"
            yield Violation(message, attribute="cluster_identifier")
            return
        instances = [("db-instance", member) for member in members(name)]
        for kind, source in [("db-cluster", name), *instances, ("db-cluster-snapshot", None)]:
            missing = [
                each for each in kinds()[kind]["required"] if each not in heard(kind, source, resource.region, stack)
            ]
            if missing:
                what = f"{kind} {source}" if source else kind
                yield Violation(f"no topic of this stack hears of {', '.join(missing)} of {what}")


check = register(EventCoverage)
