from ipaddress import IPv4Network, ip_network

import pytest

from generator.rules.addresses import has_host_bits, overlap, read
from generator.rules.network import room
from modules.network.subnets import private_ranges


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10.20.0.0/16", "10.20.0.0/16"),
        ("10.20.1.2/16", "10.20.0.0/16"),
        ("0.0.0.0/00", "0.0.0.0/0"),
        ("::/0", "::/0"),
        ("0:0:0:0:0:0:0:0/0", "::/0"),
        ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
        ("::ffff:0:0/96", "0.0.0.0/0"),
    ],
)
def test_a_range_is_read_in_any_notation(written: str, meant: str) -> None:
    assert read(written) == ip_network(meant)


@pytest.mark.parametrize("written", ["10.20.300.0/16", "10.20.0.0/33", "010.0.0.0/8", "::/129", "10.0.0/8", ":::/0"])
def test_what_is_no_range_is_none(written: str) -> None:
    assert read(written) is None


@pytest.mark.parametrize(("written", "expected"), [("10.20.1.0/16", True), ("10.20.0.0/016", False)])
def test_host_bits_are_told_from_other_notations(written: str, expected: bool) -> None:
    assert has_host_bits(written) is expected


def test_ranges_of_different_versions_do_not_overlap() -> None:
    assert not overlap(ip_network("0.0.0.0/0"), ip_network("::/0"))


@pytest.mark.parametrize("prefix", range(16, 27))
def test_theroom_in_a_subnet_is_that_of_the_network_module(prefix: int) -> None:
    vpc = IPv4Network(f"10.20.0.0/{prefix}")

    assert {room(vpc)} == {ip_network(subnet).num_addresses for subnet in private_ranges(str(vpc))}
