"""Filters as the kernel runs them."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Network

import pytest

from sandbox.data_plane.admission.filtering import MOST_INSTRUCTIONS, MOST_NETWORKS, program
from sandbox.data_plane.admission.sockets import attach


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.20.64.5", 0)) as listener:
        yield listener


def connects(listener: socket.socket, source: str) -> bool:
    with socket.socket() as client:
        client.settimeout(0.5)
        client.bind((source, 0))
        try:
            client.connect(listener.getsockname())
        except TimeoutError:
            return False
    return True


@pytest.mark.parametrize(
    ("networks", "source", "expected"),
    [
        ([], "127.20.48.10", False),
        (["127.20.48.10/32"], "127.20.48.10", True),
        (["127.20.48.10/32"], "127.20.48.11", False),
        (["127.20.48.8/30"], "127.20.48.11", True),
        (["127.20.48.8/30"], "127.20.48.12", False),
        (["127.1.0.0/16", "127.20.0.0/16"], "127.20.48.12", True),
        (["127.0.0.0/8"], "127.0.0.1", True),
    ],
)
def test_a_client_of_an_admitted_network_alone_connects(
    listener: socket.socket, networks: list[str], source: str, expected: bool
) -> None:
    attach(listener, program(IPv4Network(network) for network in networks))
    assert connects(listener, source) is expected


def test_the_kernel_takes_the_longest_filter_and_the_rest_stays_outside(listener: socket.socket) -> None:
    single = [IPv4Network((0x7F140000 + 2 * n, 32)) for n in range(MOST_NETWORKS + 10)]
    steps = program(single)
    attach(listener, steps)
    assert len(steps) <= MOST_INSTRUCTIONS
    last, first_outside = single[MOST_NETWORKS - 1], single[MOST_NETWORKS]
    assert connects(listener, str(last.network_address))
    assert not connects(listener, str(first_outside.network_address))
