"""Filters as the kernel runs them."""

import os
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

import pytest

from sandbox.data_plane.admission.filtering import MOST_INSTRUCTIONS, MOST_NETWORKS, program
from sandbox.data_plane.admission.sockets import NotPermittedError, attach, listener_of

# https://man7.org/linux/man-pages/man7/socket.7.html
SO_LOCK_FILTER = 44


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


def test_a_kernel_that_lets_nobody_filter_is_said(listener: socket.socket) -> None:
    attach(listener, program([]))
    listener.setsockopt(socket.SOL_SOCKET, SO_LOCK_FILTER, 1)
    with pytest.raises(NotPermittedError, match="no security group would hold"):
        attach(listener, program([]))


def test_a_socket_is_found_in_the_process_that_listens_there_alone(listener: socket.socket) -> None:
    address, port = listener.getsockname()
    with listener_of(os.getpid(), IPv4Address(address), port) as found:
        assert found
        assert found.getsockname() == (address, port)
    with listener_of(os.getpid(), IPv4Address("127.20.64.6"), port) as found:
        assert found is None
