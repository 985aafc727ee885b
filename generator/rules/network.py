"""The VPC's zones and range."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from generator.facts.network import network_facts
from generator.facts.regions import regions
from generator.findings import Finding
from generator.rules.addresses import has_host_bits, private, read
from generator.rules.base import Rule, listed

_CLUSTERS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html"
_CIDRS = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"
_SUBNET_BITS = 4
_SMALLEST_SUBNET = 28


class DistinctZones(Rule):
    """The three members live in three zones."""

    id = "NET001"
    title = "The three availability zones are different ones"
    source = _CLUSTERS
    explanation = (
        "A Multi-AZ DB cluster needs subnets in three availability zones. A subnet group with two can be made, and the "
        "cluster then fails for lack of subnets."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each zone that is named again."""
        zones = self.environment.network.availability_zones
        free = [zone for zone in regions().zones.get(self.environment.region, ()) if zone not in zones]
        for index, zone in enumerate(zones):
            if zone in zones[:index]:
                yield self.finding(
                    ("network", "availability_zones", index),
                    f"{zone} is named twice, and the cluster's members need three zones",
                    f"replace it by {listed(free)}" if free else "name three different zones",
                )


class ZonesOfTheRegion(Rule):
    """The zones are in the environment's region."""

    id = "NET002"
    title = "The availability zones are zones of the region"
    source = "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html"
    explanation = "A subnet can only be made in a zone of its own region. Terraform's plan accepts any zone's name."

    def check(self) -> Iterator[Finding]:
        """One finding for each zone that the region does not have."""
        known = regions().zones.get(self.environment.region)
        for index, zone in enumerate(self.environment.network.availability_zones):
            if known and zone not in known:
                yield self.finding(
                    ("network", "availability_zones", index),
                    f"{self.environment.region} has no availability zone {zone}",
                    f"choose three of {listed(known, 'and')}",
                )


class VpcRange(Rule):
    """The VPC's range is an IPv4 range in its usual form."""

    id = "NET003"
    title = "The VPC's range is an IPv4 range, written as AWS keeps it"
    source = _CIDRS
    explanation = (
        "AWS zeroes the bits behind the prefix by itself, and Terraform then sees a difference on every plan. IPv6 and "
        "dual stack are not offered for Multi-AZ DB clusters."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a range that is malformed, IPv6, or not in its usual form."""
        cidr = self.environment.network.cidr
        network = read(cidr)
        if network is None:
            message, fix = f"`{cidr}` is not an address range", "write four numbers and a prefix, as in 10.20.0.0/16"
        elif network.version != 4:
            message, fix = f"{cidr} is IPv6, which Multi-AZ DB clusters do not have", "use a private IPv4 range"
        elif str(network) != cidr:
            wrong = "has bits set behind its prefix" if has_host_bits(cidr) else "is not in the form that AWS keeps"
            message, fix = f"{cidr} {wrong}", f"write {network}"
        else:
            return
        yield self.finding(("network", "cidr"), message, fix)


class PrivateVpc(Rule):
    """The VPC's range is a private one."""

    id = "NET004"
    title = "The VPC's range is private"
    source = _CIDRS
    explanation = (
        "In a VPC with a range of public addresses those addresses on the internet cannot be reached, and its own are "
        "taken for public ones elsewhere. Private are 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a range that is not inside a private one."""
        network = read(self.environment.network.cidr)
        if isinstance(network, IPv4Network) and not private(network):
            yield self.finding(
                ("network", "cidr"),
                f"{self.environment.network.cidr} is not private: it belongs to somebody on the internet",
                f"choose a range inside {listed([str(each) for each in network_facts().private_ranges])}",
            )


class VpcSize(Rule):
    """The VPC holds three subnets with room for everything that lives in them."""

    id = "NET005"
    title = "The VPC is as large as AWS allows, and as what lives in it needs"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"
    explanation = (
        "AWS takes VPCs from /16 to /28. Three subnets are cut from it, a sixteenth each or /28; in each of them AWS "
        "keeps five addresses, four interface endpoints take one each, every database takes one for its member and one "
        "for the member's replacement, and the functions that rotate secrets take one."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a range that is too large, or that does not hold what is in the spec."""
        network = read(self.environment.network.cidr)
        facts = network_facts()
        if not isinstance(network, IPv4Network):
            return
        if network.prefixlen < facts.shortest_vpc_prefix:
            message = (
                f"a VPC has at most 65,536 addresses (/{facts.shortest_vpc_prefix}), not {network.num_addresses:,}"
            )
            yield self.finding(("network", "cidr"), message, f"use a prefix from /{facts.shortest_vpc_prefix} on")
        elif self.environment.network.subnets is None and room(network) < self._needed():
            yield self.finding(
                ("network", "cidr"),
                f"each of three subnets cut from {network} has {room(network)} addresses, and "
                f"{self._needed()} are spoken for",
                f"use a prefix of /{self._fitting()} or shorter",
            )

    def _needed(self) -> int:
        facts, databases = network_facts(), self.environment.databases.values()
        rotation = any(user.auth == "secret" for database in databases for user in database.users)
        return (
            facts.reserved_addresses
            + facts.endpoint_addresses
            + facts.addresses_of_a_database * len(databases)
            + (facts.rotation_addresses if rotation else 0)
        )

    def _fitting(self) -> int:
        prefixes = range(_SMALLEST_SUBNET, network_facts().shortest_vpc_prefix - 1, -1)
        fitting = (prefix for prefix in prefixes if room(IPv4Network((0, prefix))) >= self._needed())
        return next(fitting, network_facts().shortest_vpc_prefix)


def room(vpc: IPv4Network) -> int:
    """Addresses of a subnet, as the network module cuts it; 0 where three do not fit."""
    if vpc.prefixlen + 2 > _SMALLEST_SUBNET:
        return 0
    prefix = min(vpc.prefixlen + _SUBNET_BITS, _SMALLEST_SUBNET)
    return IPv4Network((0, prefix)).num_addresses


class GivenSubnets(Rule):
    """Subnets whose ranges the spec names are in the VPC, and apart from one another."""

    id = "NET006"
    title = "Ranges of subnets are inside the VPC's, and do not overlap"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"
    explanation = (
        "AWS refuses a subnet outside of its VPC's range, or over another one. Name ranges only of subnets that were "
        "there before; otherwise Tidegate cuts three from the VPC's range."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each range that is none, lies outside, or over one before it."""
        vpc = read(self.environment.network.cidr)
        before: list[IPv4Network] = []
        for index, cidr in enumerate(self.environment.network.subnets or []):
            network = read(cidr)
            path = ("network", "subnets", index)
            if not isinstance(network, IPv4Network) or str(network) != cidr:
                yield self.finding(path, f"`{cidr}` is no IPv4 range in its usual form", "write it as 10.20.0.0/20")
            elif isinstance(vpc, IPv4Network) and not network.subnet_of(vpc):
                yield self.finding(path, f"{cidr} is outside of the VPC's range {vpc}", "name a range inside it")
            elif any(network.overlaps(each) for each in before):
                yield self.finding(path, f"{cidr} overlaps a range before it", "name three ranges apart")
            else:
                before.append(network)


RULES = (DistinctZones, ZonesOfTheRegion, VpcRange, PrivateVpc, VpcSize, GivenSubnets)
