"""A socket filter of the kernel (classic BPF) that takes packets from some networks, and drops all others."""

import struct
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, collapse_addresses

# include/uapi/linux/filter.h and bpf_common.h
LOAD_WORD = 0x20
AND = 0x54
JUMP_IF_EQUAL = 0x15
RETURN = 0x06
NETWORK_HEADER = -0x100000 & 0xFFFFFFFF
SOURCE_ADDRESS = NETWORK_HEADER + 12
TAKE, DROP = 0xFFFFFFFF, 0
INSTRUCTIONS_A_NETWORK = 4
MOST_INSTRUCTIONS = 4096
MOST_NETWORKS = (MOST_INSTRUCTIONS - 1) // INSTRUCTIONS_A_NETWORK


def program(networks: Iterable[IPv4Network]) -> Sequence[bytes]:
    """The filter's instructions. Of more networks than a filter can hold, the rest is not admitted."""
    held = list(collapse_addresses(networks))[:MOST_NETWORKS]
    return [*(step for network in held for step in _take(network)), _step(RETURN, DROP)]


def _take(network: IPv4Network) -> Iterable[bytes]:
    return (
        _step(LOAD_WORD, SOURCE_ADDRESS),
        _step(AND, int(network.netmask)),
        _step(JUMP_IF_EQUAL, int(network.network_address), otherwise=1),
        _step(RETURN, TAKE),
    )


def _step(code: int, value: int, *, otherwise: int = 0) -> bytes:
    return struct.pack("=HBBI", code, 0, otherwise, value)
