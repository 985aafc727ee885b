"""The network that a cluster stands in: its subnets, who is let in, and the VPC's endpoints."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from generator.adoption.existing import Source, Subnet
from generator.adoption.refusals import refuse

if TYPE_CHECKING:
    import boto3

_ZONES = 3
# The services that a cell's network has endpoints for; a second one with private names in a VPC is refused.
_SERVICES = ("kms", "logs", "rds", "s3", "secretsmanager")


def subnets_of(
    session: "boto3.Session", ids: Sequence[str], cluster: Mapping[str, Any]
) -> tuple[tuple[Subnet, Subnet, Subnet], list[str]]:
    """One subnet in each of the cluster's three zones, by zone; and a note on each that is left out.

    Raises MisuseError where there are not three.
    """
    ec2 = session.client("ec2")
    tables = _tables(session, ids)
    by_zone: dict[str, list[Subnet]] = defaultdict(list)
    for each in ec2.describe_subnets(SubnetIds=list(ids))["Subnets"]:
        subnet = Subnet(each["SubnetId"], each["CidrBlock"], each["AvailabilityZone"], tables.get(each["SubnetId"]))
        by_zone[subnet.zone].append(subnet)
    wanted = [zone for zone in cluster.get("AvailabilityZones", []) if zone in by_zone] or list(by_zone)
    zones = sorted(wanted)[:_ZONES]
    if len(zones) < _ZONES:
        refuse(cluster["DBClusterIdentifier"], "its subnets are in fewer than three zones", "add subnets to its group")
    chosen = [min(by_zone[zone], key=lambda subnet: subnet.id) for zone in zones]
    rest = [each for found in by_zone.values() for each in found if each not in chosen]
    first, second, third = chosen
    notes = [f"subnet {each.id} leaves the subnet group; AWS refuses that while a member is in it" for each in rest]
    return (first, second, third), notes


def vpc_cidr(session: "boto3.Session", vpc: str) -> str:
    """The VPC's first range."""
    return session.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlock"]


def sources_of(
    session: "boto3.Session", groups: Sequence[str], cluster: Mapping[str, Any]
) -> tuple[tuple[Source, ...], list[str]]:
    """Who the cluster's security groups let in on its port; and a note on each origin that a spec cannot name."""
    ec2 = session.client("ec2")
    described = ec2.describe_security_groups(GroupIds=list(groups))["SecurityGroups"]
    sources: dict[Source, None] = {}
    notes = []
    for group in described:
        for rule in group.get("IpPermissions", []):
            if not _covers(rule, cluster["Port"]):
                continue
            sources |= dict.fromkeys(_named(rule))
            strange = [*rule.get("Ipv6Ranges", []), *rule.get("PrefixListIds", [])]
            notes += [f"{group['GroupId']} lets in {each}, which is no client of a spec" for each in strange]
    return tuple(sources), notes


def endpoints_of(session: "boto3.Session", vpc: str) -> dict[str, str]:
    """The ids of the VPC's endpoints to the services that a cell has endpoints for."""
    pages = session.client("ec2").get_paginator("describe_vpc_endpoints")
    found: dict[str, str] = {}
    for page in pages.paginate(Filters=[{"Name": "vpc-id", "Values": [vpc]}]):
        for each in page["VpcEndpoints"]:
            service = each["ServiceName"].rpartition(".")[2]
            wanted = "Gateway" if service == "s3" else "Interface"
            if service in _SERVICES and each["VpcEndpointType"] == wanted:
                found.setdefault(service, each["VpcEndpointId"])
    return found


def _tables(session: "boto3.Session", ids: Sequence[str]) -> dict[str, str]:
    """The route table of each subnet that is associated with one by name, not by being the VPC's main one."""
    pages = session.client("ec2").get_paginator("describe_route_tables")
    filters = [{"Name": "association.subnet-id", "Values": list(ids)}]
    return {
        association["SubnetId"]: table["RouteTableId"]
        for page in pages.paginate(Filters=filters)  # type: ignore[arg-type]
        for table in page["RouteTables"]
        for association in table["Associations"]
        if association.get("SubnetId") in ids
    }


def _covers(rule: Mapping[str, Any], port: int) -> bool:
    return rule.get("IpProtocol") == "-1" or rule.get("FromPort", 0) <= port <= rule.get("ToPort", 65535)


def _named(rule: Mapping[str, Any]) -> Iterator[Source]:
    yield from (Source(group=each["GroupId"]) for each in rule.get("UserIdGroupPairs", []))
    yield from (Source(cidr=each["CidrIp"]) for each in rule.get("IpRanges", []))
