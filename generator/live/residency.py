"""Where everything is, and what leads elsewhere."""

from collections.abc import Iterator

from generator.live.account import Live
from generator.live.assertion import Fault, assertion
from generator.live.inventory import inventory, regions_of

_SOURCE = "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regional-services.html"
_REPLICAS = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/create-manage-multi-region-secrets.html"
_SNAPSHOTS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html"


@assertion(901, "Nothing of the account lies outside the region that the spec names", _SOURCE)
def everything_is_home(live: Live) -> Iterator[Fault]:
    """Every kind of resource that can hold data, or lead to it, is listed in every region that the account may use.

    The account is the cell's own, so that what lies elsewhere is either a copy or somebody's mistake.
    """
    home = live.environment.region
    for thing in inventory(live, regions_of(live)):
        if thing.region != home:
            said = f"{thing.name} lies in {thing.region}, outside {live.environment.residency.jurisdiction}'s {home}"
            yield Fault("residency.jurisdiction", said, thing.name, "remove it there, or move it home")


@assertion(902, "No secret and no key has a replica", _REPLICAS)
def no_replicas(live: Live) -> Iterator[Fault]:
    """A replica takes the secret, or what opens the data, to another region."""
    for secret in live.items("secretsmanager", "list_secrets", "SecretList"):
        found = live.ask("secretsmanager", "describe_secret", SecretId=secret["ARN"])
        for replica in found.get("ReplicationStatus", []):
            said = f"{found['Name']} is replicated to {replica['Region']}"
            yield Fault("residency.jurisdiction", said, found["ARN"], "remove the replica")


@assertion(903, "No snapshot is shared", _SNAPSHOTS)
def no_shared_snapshots(live: Live) -> Iterator[Fault]:
    """Whoever a snapshot is shared with can restore it, anywhere."""
    for snapshot in live.items("rds", "describe_db_cluster_snapshots", "DBClusterSnapshots"):
        identifier = snapshot["DBClusterSnapshotIdentifier"]
        found = live.ask("rds", "describe_db_cluster_snapshot_attributes", DBClusterSnapshotIdentifier=identifier)[
            "DBClusterSnapshotAttributesResult"
        ]
        for attribute in found.get("DBClusterSnapshotAttributes", []):
            if attribute.get("AttributeName") == "restore" and attribute.get("AttributeValues"):
                said = f"{identifier} is shared with {', '.join(attribute['AttributeValues'])}"
                yield Fault("residency.jurisdiction", said, snapshot["DBClusterSnapshotArn"], "take the sharing back")


@assertion(904, "The topic, its subscribers and the log groups send nothing elsewhere", _SOURCE)
def no_forwarding(live: Live) -> Iterator[Fault]:
    """Subscriptions are how events and log lines leave a region without anybody copying them."""
    home = live.environment.region
    for each in live.items("sns", "list_subscriptions_by_topic", "Subscriptions", TopicArn=live.topic()):
        end = each["Endpoint"].split(":")
        if end[0] == "arn" and (end[3], end[4]) != (home, live.environment.account_id):
            said = f"alerts are sent to {each['Endpoint']}"
            yield Fault("residency.jurisdiction", said, each["SubscriptionArn"], "remove the subscription")
    for group in live.items("logs", "describe_log_groups", "logGroups"):
        named = group["logGroupName"]
        for each in live.items("logs", "describe_subscription_filters", "subscriptionFilters", logGroupName=named):
            said = f"{named} is forwarded to {each['destinationArn']}"
            yield Fault("residency.jurisdiction", said, group["arn"], "remove the subscription filter")
