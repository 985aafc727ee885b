"""Address ranges, in whatever notation they are written."""

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network

from policies.engine.facts import facts

Network = IPv4Network | IPv6Network


def read(cidr: str) -> Network | None:
    """The range that a text means, bits behind the prefix dropped; None where it means none."""
    try:
        network = ip_network(cidr, strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped and network.prefixlen >= 96:
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))
    return network


def private(network: Network) -> bool:
    """Whether the whole range is one of private IPv4 addresses."""
    return isinstance(network, IPv4Network) and any(network.subnet_of(each) for each in _private_ranges())


@cache
def _private_ranges() -> tuple[IPv4Network, ...]:
    return tuple(IPv4Network(each) for each in facts("private_ranges")["values"])
