"""Private ranges, the sizes that AWS takes as a VPC, and the addresses of a subnet that are spoken for."""

from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class NetworkFacts:
    """Prefix lengths and numbers of addresses."""

    private_ranges: tuple[IPv4Network, ...]
    shortest_vpc_prefix: int
    longest_vpc_prefix: int
    reserved_addresses: int
    endpoint_addresses: int
    addresses_of_a_database: int
    rotation_addresses: int
    world_prefix: int
    wide_prefix: int


@cache
def network_facts() -> NetworkFacts:
    """The facts of `network.yaml`."""
    data = read_yaml("network.yaml")
    return NetworkFacts(
        private_ranges=tuple(map(IPv4Network, data["private_ranges"]["values"])),
        shortest_vpc_prefix=data["vpc"]["shortest_prefix"],
        longest_vpc_prefix=data["vpc"]["longest_prefix"],
        reserved_addresses=data["subnet"]["reserved"],
        endpoint_addresses=data["subnet"]["endpoints"],
        addresses_of_a_database=data["subnet"]["each_database"],
        rotation_addresses=data["subnet"]["rotation"],
        world_prefix=data["clients"]["world_prefix"],
        wide_prefix=data["clients"]["wide_prefix"],
    )
