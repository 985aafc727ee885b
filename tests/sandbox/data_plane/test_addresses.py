"""Which loopback addresses stand for those of a VPC, and who has them."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

import pytest

from sandbox.data_plane.addresses import Addresses, NoAddressError, network_on_loopback, on_loopback

SUBNET = IPv4Network("10.20.64.0/20")
LOOPBACK_SUBNET = IPv4Network("127.20.64.0/20")


@pytest.fixture
def addresses() -> Iterator[Addresses]:
    addresses = Addresses()
    yield addresses
    addresses.close()


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taken: int = free.getsockname()[1]
    return taken


@pytest.mark.parametrize(
    ("vpc", "loopback"),
    [("10.20.48.10", "127.20.48.10"), ("172.31.0.7", "127.31.0.7"), ("192.168.1.2", "127.168.1.2")],
)
def test_an_address_keeps_its_last_octets(vpc: str, loopback: str) -> None:
    assert on_loopback(IPv4Address(vpc)) == IPv4Address(loopback)


@pytest.mark.parametrize(
    ("vpc", "loopback"),
    [
        ("10.20.0.0/16", "127.20.0.0/16"),
        ("172.16.0.0/12", "127.16.0.0/12"),
        ("10.20.48.10/32", "127.20.48.10/32"),
        ("10.0.0.0/8", "127.0.0.0/8"),
        ("0.0.0.0/0", "127.0.0.0/8"),
    ],
)
def test_a_network_keeps_its_size_and_stays_on_this_machine(vpc: str, loopback: str) -> None:
    assert network_on_loopback(IPv4Network(vpc)) == IPv4Network(loopback)


def test_servers_get_addresses_of_their_subnet_and_no_two_the_same(addresses: Addresses, port: int) -> None:
    claimed = [addresses.claim(SUBNET, port, owner) for owner in ("one", "two", "three", "three")]
    assert len(set(claimed)) == 4
    assert all(address in LOOPBACK_SUBNET for address in claimed)


def test_two_sandboxes_never_get_the_same_address(addresses: Addresses, port: int) -> None:
    other = Addresses()
    assert addresses.claim(SUBNET, port, "orders") != other.claim(SUBNET, port, "orders")
    other.close()


def test_an_address_that_was_given_back_is_had_again(addresses: Addresses, port: int) -> None:
    first = addresses.claim(SUBNET, port, "orders")
    addresses.release(first)
    assert addresses.claim(SUBNET, port, "orders") == first


def test_a_server_gets_the_address_that_it_had(addresses: Addresses, port: int) -> None:
    had = IPv4Address("127.20.79.200")
    assert addresses.claim(SUBNET, port, "orders", preferred=had) == had


def test_an_address_where_somebody_listens_is_passed_over(addresses: Addresses) -> None:
    with socket.create_server(("127.20.79.201", 0)) as foreign:
        port = foreign.getsockname()[1]
        claimed = addresses.claim(SUBNET, port, "orders", preferred=IPv4Address("127.20.79.201"))
    assert claimed in LOOPBACK_SUBNET
    assert claimed != IPv4Address("127.20.79.201")


def test_a_port_that_is_taken_everywhere_is_said(addresses: Addresses) -> None:
    with socket.create_server(("0.0.0.0", 0)) as foreign:
        port = foreign.getsockname()[1]
        with pytest.raises(NoAddressError, match=rf"port {port} is in use on every address .* 127\.20\.64\.0/20"):
            addresses.claim(SUBNET, port, "orders")


def test_a_small_subnet_runs_out(addresses: Addresses, port: int) -> None:
    small = IPv4Network("10.20.79.0/29")
    assert sorted(addresses.claim(small, port, "orders") for _ in range(3)) == [
        IPv4Address("127.20.79.4"),
        IPv4Address("127.20.79.5"),
        IPv4Address("127.20.79.6"),
    ]
    with pytest.raises(NoAddressError):
        addresses.claim(small, port, "orders")


def test_two_name_servers_have_an_address_each(addresses: Addresses) -> None:
    first, second = addresses.claim_for_names(), addresses.claim_for_names()
    assert first != second or first == ("127.0.0.1", 0)
