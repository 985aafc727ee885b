"""How the VPC's range is cut into one private subnet for each zone."""

from ipaddress import IPv4Network, ip_network

SUBNETS = 3
_NEW_BITS = 4
_LONGEST_PREFIX = 28


def private_ranges(cidr: str) -> list[str]:
    """The ranges of the three private subnets: the first three sixteenths, or quarters of a small VPC.

    The rest of the VPC stays free, for clients that live in it. A subnet is /28 at the smallest.
    Raises ValueError for a VPC that is too small to hold three.
    Source: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html (checked 2026-11-22).
    """
    network = ip_network(cidr)
    if not isinstance(network, IPv4Network) or network.prefixlen + 2 > _LONGEST_PREFIX:
        raise ValueError(f"{cidr} does not hold three subnets of /28 or larger")
    prefix = min(network.prefixlen + _NEW_BITS, _LONGEST_PREFIX)
    subnets = network.subnets(new_prefix=prefix)
    return [str(next(subnets)) for _ in range(SUBNETS)]
