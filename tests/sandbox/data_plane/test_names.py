"""What a cluster's names lead to, asked as a client asks: over the network."""

from collections.abc import Iterator
from ipaddress import IPv4Address

import pytest
from dnslib import QTYPE, RCODE, DNSRecord

from sandbox.data_plane.name_server import NameServer
from sandbox.data_plane.names import ClusterNames, Names

DOMAIN = "c0ffee.eu-west-1.rds.amazonaws.com"
WRITER = f"orders.cluster-{DOMAIN}"
READER = f"orders.cluster-ro-{DOMAIN}"
MEMBERS = {f"orders-instance-{n}.{DOMAIN}": IPv4Address(f"127.20.{n}.11") for n in (1, 2, 3)}
FIRST, SECOND, THIRD = MEMBERS
CLUSTER = ClusterNames(WRITER, READER, MEMBERS)


@pytest.fixture
def names() -> Names:
    names = Names()
    names.publish(CLUSTER, writer=FIRST, readers=[SECOND, THIRD])
    return names


def alias(name: str) -> str | None:
    """A private zone with one record, and one that breaks whoever asks for it."""
    if name == "broken.example.internal":
        raise KeyError(name)
    return WRITER if name == "orders.db.example.internal" else None


@pytest.fixture
def server(names: Names) -> Iterator[NameServer]:
    server = NameServer(names, "127.0.0.1", 0, alias=alias)
    yield server
    server.close()


def ask(server: NameServer, name: str, kind: str = "A", *, tcp: bool = False) -> list[str]:
    """The answer's records as `name value`, or the code where it is no success."""
    question = DNSRecord.question(name, kind)
    answer = DNSRecord.parse(question.send(server.address, server.port, tcp=tcp, timeout=5))
    if answer.header.rcode != RCODE.NOERROR:
        return [str(RCODE.get(answer.header.rcode))]
    return [f"{record.rname} {QTYPE.get(record.rtype)} {record.rdata}" for record in answer.rr]


def test_a_member_has_an_address(server: NameServer) -> None:
    assert ask(server, SECOND) == [f"{SECOND}. A 127.20.2.11"]


@pytest.mark.parametrize("tcp", [False, True])
def test_the_writer_endpoint_is_an_alias_of_the_writer(server: NameServer, tcp: bool) -> None:
    assert ask(server, WRITER, tcp=tcp) == [f"{WRITER}. CNAME {FIRST}.", f"{FIRST}. A 127.20.1.11"]


def test_after_a_failover_the_next_answer_is_the_new_writer(names: Names, server: NameServer) -> None:
    names.publish(CLUSTER, writer=SECOND, readers=[THIRD, FIRST])
    assert ask(server, WRITER) == [f"{WRITER}. CNAME {SECOND}.", f"{SECOND}. A 127.20.2.11"]


def test_the_reader_endpoint_goes_round_the_readers(server: NameServer) -> None:
    seen = [ask(server, READER)[-1].split()[-1] for _ in range(4)]
    assert seen == ["127.20.2.11", "127.20.3.11"] * 2


def test_a_client_that_also_asks_for_ipv6_still_sees_every_reader(server: NameServer) -> None:
    seen = []
    for _ in range(4):
        seen.append(ask(server, READER)[-1].split()[-1])
        assert ask(server, READER, "AAAA") == []
    assert set(seen) == {"127.20.2.11", "127.20.3.11"}


def test_the_same_said_again_does_not_begin_the_round_anew(names: Names, server: NameServer) -> None:
    seen = []
    for _ in range(4):
        names.publish(CLUSTER, writer=FIRST, readers=[SECOND, THIRD])
        seen.append(ask(server, READER)[-1].split()[-1])
    assert set(seen) == {"127.20.2.11", "127.20.3.11"}


def test_with_no_reader_left_the_reader_endpoint_leads_to_the_writer(names: Names, server: NameServer) -> None:
    names.publish(CLUSTER, writer=FIRST, readers=[])
    assert ask(server, READER)[-1] == f"{FIRST}. A 127.20.1.11"


def test_names_are_found_however_they_are_written(server: NameServer) -> None:
    assert ask(server, WRITER.upper())[-1] == f"{FIRST}. A 127.20.1.11"


def test_an_alias_of_a_private_zone_leads_to_the_endpoint(server: NameServer) -> None:
    assert ask(server, "orders.db.example.internal") == [
        f"orders.db.example.internal. CNAME {WRITER}.",
        f"{WRITER}. CNAME {FIRST}.",
        f"{FIRST}. A 127.20.1.11",
    ]


def test_an_alias_that_cannot_be_told_is_an_answer_too(server: NameServer) -> None:
    assert ask(server, "broken.example.internal") == ["SERVFAIL"]


def test_the_rest_of_the_world_has_no_name(server: NameServer) -> None:
    assert ask(server, "example.com") == ["NXDOMAIN"]


def test_a_deleted_cluster_has_no_name(names: Names, server: NameServer) -> None:
    names.withdraw(CLUSTER)
    assert [ask(server, name) for name in (WRITER, READER, FIRST)] == [["NXDOMAIN"]] * 3
