"""No object, log, event or telemetry leaves the jurisdiction."""

from policies.engine.adapter import register
from policies.engine.residency.catalogue import TierPolicy, types_of

_TIER = "t3_objects_logs_events"


class ObjectsLogsEvents(TierPolicy):
    """The entries of the catalogue's tier T3, each with its own reason."""

    id = "CKV_TDG_823"
    title = "No object, log line or event is delivered across the border"
    why = (
        "General and slow logs hold SQL text with personal data in it; subscriptions, streams, targets and "
        "replication rules send such data on."
    )
    source = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CrossAccountSubscriptions.html"
    fix = "Deliver to a resource of this stack."
    tier = _TIER
    types = types_of(_TIER)


check = register(ObjectsLogsEvents)
