"""Where servers listen and clients come from: an address of a VPC is the loopback address with the same last octets.

So that several sandboxes, and VPCs with the same network, live beside each other, a server's address is claimed: the
claim is an abstract socket, which the kernel takes back when its process ends, however it ends.
"""

import errno
import hashlib
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network
from itertools import islice

from sandbox.data_plane.errors import DataPlaneError

LOOPBACK = IPv4Network("127.0.0.0/8")
FIRST_OCTET = 0x7F000000
LAST_OCTETS = 0x00FFFFFF
# Amazon keeps the first four addresses of a subnet, and the last.
# https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
RESERVED_AT_START = 4
RESERVED_AT_END = 1
TRIES = 64
NAME_SERVERS = IPv4Network("127.53.0.0/24")
DNS_PORT = 53


class NoAddressError(DataPlaneError):
    """No address of a network is free for a server."""


def on_loopback(address: IPv4Address) -> IPv4Address:
    """The address of this machine that stands for a VPC's: 10.20.48.10 is 127.20.48.10."""
    return IPv4Address(FIRST_OCTET | int(address) & LAST_OCTETS)


def network_on_loopback(network: IPv4Network) -> IPv4Network:
    """The same for a network; one that is larger than /8 stands for every address."""
    if network.prefixlen <= LOOPBACK.prefixlen:
        return LOOPBACK
    return IPv4Network((on_loopback(network.network_address), network.prefixlen))


class Addresses:
    """The addresses that one sandbox has claimed for its servers."""

    def __init__(self) -> None:
        self._claims: dict[IPv4Address, socket.socket] = {}

    def claim(self, subnet: IPv4Network, port: int, owner: str, preferred: IPv4Address | None = None) -> IPv4Address:
        """A loopback address in a VPC's subnet on which `port` is free, the same for the same owner if it can be.

        `preferred` comes first, for a server that had it before. Raises NoAddressError if nothing is free.
        """
        candidates = [*([preferred] if preferred else []), *islice(_candidates(subnet, owner), TRIES)]
        for address in candidates:
            if self._claimed(address, port, socket.SOCK_STREAM):
                return address
        raise NoAddressError(
            f"port {port} is in use on every address that was tried in {network_on_loopback(subnet)}",
            fix=f"stop what listens on port {port} of all addresses (`ss -ltnp`), or give the cluster another port",
        )

    def claim_for_names(self) -> tuple[str, int]:
        """Address and port for a name server: port 53, or one of the kernel's choice where 53 is not to be had."""
        for address in NAME_SERVERS.hosts():
            if self._claimed(address, DNS_PORT, socket.SOCK_DGRAM):
                return str(address), DNS_PORT
        return "127.0.0.1", 0

    def release(self, address: IPv4Address) -> None:
        """Gives an address back; one that was not claimed is let be."""
        claim = self._claims.pop(address, None)
        if claim:
            claim.close()

    def close(self) -> None:
        """Gives all back."""
        for address in list(self._claims):
            self.release(address)

    def _claimed(self, address: IPv4Address, port: int, kind: socket.SocketKind) -> bool:
        claim = _claim(address)
        if claim and _is_free(address, port, kind):
            self._claims[address] = claim
            return True
        if claim:
            claim.close()
        return False


def _candidates(subnet: IPv4Network, owner: str) -> Iterator[IPv4Address]:
    """The subnet's addresses, beginning at one that depends on the owner; the upper half is clear of clients."""
    usable = subnet.num_addresses - RESERVED_AT_START - RESERVED_AT_END
    first = int.from_bytes(hashlib.sha256(owner.encode()).digest()[:4]) % max(usable // 2, 1) + usable // 2
    for step in range(usable):
        yield on_loopback(subnet[RESERVED_AT_START + (first + step) % usable])


def _claim(address: IPv4Address) -> socket.socket | None:
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0tidegate-sandbox-{address}")
    except OSError:
        claim.close()
        return None
    return claim


def _is_free(address: IPv4Address, port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            # As the server does: connections that linger after its end are no listener.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(address), port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
                return False
            raise
    return True
