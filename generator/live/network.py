"""Who can reach the databases: the security groups as they are, not as they were declared."""

from collections.abc import Iterator
from typing import Any

from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_GROUPS = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
_ROUTES = "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"


@assertion(401, "Exactly the clients of the spec reach the database port, and nothing leaves", _GROUPS)
def reachability(live: Live) -> Iterator[Fault]:
    """Every group that the cluster wears is read with all its rules.

    A rule is allowed if it opens the database's port to a client of the spec, or to the function that rotates
    secrets.
    """
    for name, database, path in live.databases:
        worn = [each["VpcSecurityGroupId"] for each in live.cluster(name).get("VpcSecurityGroups", [])]
        groups = [each for each in _groups(live) if each["GroupId"] in worn]
        for strange in sorted(each["GroupName"] for each in groups if each["GroupName"] != f"{live.name}-{name}"):
            yield Fault("network.clients", f"{name} wears the security group {strange}", name)
        opened = {each for group in groups for each in _openings(group["IpPermissions"])}
        wanted = {(database.port, database.port, client) for client in _clients(live, name)}
        for first, last, client in sorted(opened - wanted):
            yield Fault("network.clients", f"{client} reaches {name} on ports {first} to {last}", name)
        for port, _, client in sorted(wanted - opened):
            yield Fault("network.clients", f"{client} of the spec does not reach {name} on port {port}", name)
        leaving = [each for group in groups for each in _openings(group["IpPermissionsEgress"])]
        yield from (Fault(path, f"{name} may connect to {target}", name) for *_, target in sorted(leaving))


@assertion(402, "The VPC has no way out, and its subnets are private", _ROUTES)
def no_way_out(live: Live) -> Iterator[Fault]:
    """Gateways, peerings and routes beside the local ones and those of the endpoints lead out of the cell."""
    vpc = _vpc(live)
    filters = [{"Name": "vpc-id", "Values": [vpc]}]
    for table in live.items("ec2", "describe_route_tables", "RouteTables", Filters=filters):
        for route in table["Routes"]:
            target = route.get("GatewayId") or next((str(route[way]) for way in _WAYS if route.get(way)), "")
            if target and target != "local" and not target.startswith("vpce-"):
                to = route.get("DestinationCidrBlock") or route.get("DestinationIpv6CidrBlock")
                yield Fault("network.cidr", f"{to} is routed to {target}", table["RouteTableId"])
    gateways = live.items("ec2", "describe_internet_gateways", "InternetGateways")
    for gateway in gateways:
        if vpc in [each.get("VpcId") for each in gateway.get("Attachments", [])]:
            yield Fault("network.cidr", "the VPC has an internet gateway", gateway["InternetGatewayId"])
    for subnet in live.items("ec2", "describe_subnets", "Subnets", Filters=filters):
        if subnet.get("MapPublicIpOnLaunch"):
            yield Fault("network.cidr", "a subnet gives out public addresses", subnet["SubnetId"])


@assertion(403, "All traffic of the VPC is logged", "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html")
def flow_logs(live: Live) -> Iterator[Fault]:
    """Refused connections too: they are the first sign of somebody who looks around."""
    logs = live.items("ec2", "describe_flow_logs", "FlowLogs")
    own = [each for each in logs if each["ResourceId"] == _vpc(live) and each.get("FlowLogStatus") == "ACTIVE"]
    if not any(each.get("TrafficType") == "ALL" for each in own):
        yield Fault("network", "the VPC's traffic is not logged in full", _vpc(live))


_WAYS = ("NatGatewayId", "TransitGatewayId", "VpcPeeringConnectionId", "InstanceId", "NetworkInterfaceId")


def _clients(live: Live, name: str) -> Iterator[str]:
    for client in live.environment.network.clients:
        yield str(client.security_group or client.cidr)
    if any(user.auth == "secret" for user in live.environment.databases[name].users):
        yield next((each["GroupId"] for each in _groups(live) if each["GroupName"] == f"{live.name}-rotation"), "")


def _groups(live: Live) -> list[Any]:
    return live.items("ec2", "describe_security_groups", "SecurityGroups")


def _openings(permissions: list[Any]) -> Iterator[tuple[int, int, str]]:
    for each in permissions:
        ports = (each.get("FromPort", 0), each.get("ToPort", 65535))
        ranges = [span["CidrIp"] for span in each.get("IpRanges", [])]
        ranges += [span["CidrIpv6"] for span in each.get("Ipv6Ranges", [])]
        ranges += [pair["GroupId"] for pair in each.get("UserIdGroupPairs", [])]
        ranges += [prefix["PrefixListId"] for prefix in each.get("PrefixListIds", [])]
        yield from ((*ports, origin) for origin in ranges)


def _vpc(live: Live) -> str:
    tagged = [
        {"Name": "tag:environment", "Values": [live.name]},
        {"Name": "cidr", "Values": [live.environment.network.cidr]},
    ]
    found = live.items("ec2", "describe_vpcs", "Vpcs", Filters=tagged)
    return str(found[0]["VpcId"]) if found else ""
