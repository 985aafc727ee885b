"""Address ranges, in whatever notation they are written."""

from ipaddress import IPv4Network, IPv6Network, ip_network

from generator.facts.network import network_facts

Network = IPv4Network | IPv6Network


def read(cidr: str) -> Network | None:
    """The range that `cidr` means, bits behind the prefix dropped; None where it means none.

    An IPv6 range that only maps IPv4 addresses is read as the IPv4 range.
    """
    try:
        network = ip_network(cidr, strict=False)
    except ValueError:
        return None
    if isinstance(network, IPv6Network) and network.network_address.ipv4_mapped and network.prefixlen >= 96:
        return IPv4Network((int(network.network_address) & 0xFFFFFFFF, network.prefixlen - 96))
    return network


def has_host_bits(cidr: str) -> bool:
    """Whether a range has bits set behind its prefix."""
    try:
        ip_network(cidr)
    except ValueError:
        return True
    return False


def private(network: IPv4Network) -> bool:
    """Whether the whole range is private."""
    return any(network.subnet_of(each) for each in network_facts().private_ranges)


def overlap(one: Network, other: Network) -> bool:
    """Whether two ranges of the same IP version have an address in common."""
    return one.version == other.version and one.overlaps(other)
