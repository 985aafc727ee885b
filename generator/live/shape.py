"""What the cluster is made of, and where."""

from collections.abc import Iterator

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_CLUSTERS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"
_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html"


@assertion(301, "Three members run in the three zones of the spec, one of them writes", _CLUSTERS)
def members(live: Live) -> Iterator[Fault]:
    """A cluster that has lost a member, or has two in one zone, does not survive the loss of a zone."""
    zones = set(live.environment.network.availability_zones)
    for name, _, path in live.databases:
        cluster, members = live.cluster(name), live.members(name)
        found = {each["AvailabilityZone"] for each in members}
        if found != zones or len(members) != len(zones):
            where = ", ".join(sorted(found)) or "nowhere"
            yield Fault("network.availability_zones", f"{name} has {len(members)} members, in {where}", name)
        writers = [each for each in cluster.get("DBClusterMembers", []) if each.get("IsClusterWriter")]
        if len(writers) != 1:
            yield Fault(path, f"{name} has {len(writers)} writers", name)
        if not cluster.get("MultiAZ"):
            yield Fault(path, f"{name} is no Multi-AZ DB cluster", name)


@assertion(302, "Class, storage, version and port are the spec's", _API)
def sizes(live: Live) -> Iterator[Fault]:
    """What RDS has taken for the maintenance window counts as done: `tidegate drift` tells what is pending."""
    for name, database, path in live.databases:
        cluster = live.cluster(name)
        waiting = dict(cluster.get("PendingModifiedValues") or {})
        classes = {each.get("PendingModifiedValues", {}).get("DBInstanceClass") for each in live.members(name)}
        waiting |= {"DBClusterInstanceClass": classes.pop()} if len(classes) == 1 else {}
        wanted = {
            "DBClusterInstanceClass": (database.instance_class, "instance_class"),
            "StorageType": (database.storage.type, "storage.type"),
            "AllocatedStorage": (database.storage.size_gib, "storage.size_gib"),
            "Port": (database.port, "port"),
            **({"Iops": (database.storage.iops, "storage.iops")} if database.storage.iops else {}),
        }
        for attribute, (value, below) in wanted.items():
            if value not in (cluster.get(attribute), waiting.get(attribute)):
                said = f"{attribute} of {name} is {cluster.get(attribute)}, and the spec says {value}"
                yield Fault(f"{path}.{below}", said, name)
        version = str(waiting.get("EngineVersion") or cluster.get("EngineVersion", ""))
        if version != database.engine_version and not version.startswith(f"{database.engine_version}."):
            said = f"{name} runs MySQL {version}, and the spec says {database.engine_version}"
            yield Fault(f"{path}.engine_version", said, name)


@assertion(303, "No member is publicly accessible", _CLUSTERS)
def public(live: Live) -> Iterator[Fault]:
    """A public member has a name that resolves to an address of the internet."""
    for name, _, path in live.databases:
        open_ones = [each for each in live.members(name) if each.get("PubliclyAccessible")]
        yield from (
            Fault(path, f"{each['DBInstanceIdentifier']} is publicly accessible", each["DBInstanceIdentifier"])
            for each in open_ones
        )


@assertion(304, "The cluster is protected against deletion, unless the spec says otherwise", _API)
def protection(live: Live) -> Iterator[Fault]:
    """Automated backups go with the cluster."""
    for name, database, path in live.databases:
        if bool(live.cluster(name).get("DeletionProtection")) != database.deletion_protection:
            how = "is not" if database.deletion_protection else "is still"
            yield Fault(f"{path}.deletion_protection", f"{name} {how} protected against deletion", name)


@assertion(305, "The certificate is of the spec's authority", _API)
def authority(live: Live) -> Iterator[Fault]:
    """Clients that verify the server trust this authority."""
    for name, database, path in live.databases:
        for member in live.members(name):
            authority = member.get("CACertificateIdentifier")
            if authority != database.certificate_authority:
                said = f"{member['DBInstanceIdentifier']} has a certificate of {authority}"
                yield Fault(f"{path}.certificate_authority", said, member["DBInstanceIdentifier"])
