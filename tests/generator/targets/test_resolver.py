"""Asking a target's own DNS server."""

import socket
from collections.abc import Iterator

import pytest
from dnslib import CNAME, QTYPE, RCODE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSServer

from generator.errors import ToolError
from generator.targets.resolver import NameServer, resolved_by_system


class OneAlias(BaseResolver):  # type: ignore[misc] # dnslib has no types
    """`writer.test` is an alias of `first.test`, which has an address; nothing else is known."""

    def resolve(self, request: DNSRecord, _handler: object) -> DNSRecord:
        reply = request.reply()
        if str(request.q.qname) == "writer.test.":
            reply.add_answer(RR("writer.test", QTYPE.CNAME, rdata=CNAME("first.test"), ttl=1))
            reply.add_answer(RR("first.test", QTYPE.A, rdata=A("127.20.48.10"), ttl=1))
        else:
            reply.header.rcode = RCODE.NXDOMAIN
        return reply


@pytest.fixture
def name_server() -> Iterator[NameServer]:
    server = DNSServer(OneAlias(), address="127.0.0.1", port=0, logger=_Silence())
    server.start_thread()
    yield NameServer(*server.server.server_address)
    server.stop()
    server.server.server_close()


class _Silence:
    def __getattr__(self, name: str) -> object:
        return lambda *_: None


def test_an_alias_is_followed_to_its_address(name_server: NameServer) -> None:
    assert name_server.resolve("writer.test") == "127.20.48.10"


def test_a_name_that_the_server_does_not_know_is_said(name_server: NameServer) -> None:
    with pytest.raises(ToolError, match=r"reader\.test has no address at 127\.0\.0\.1:\d+: NXDOMAIN"):
        name_server.resolve("reader.test")


def test_a_server_that_is_not_there_is_said() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ToolError, match=f"the name server 127.0.0.1:{port} does not answer"):
        NameServer("127.0.0.1", port).resolve("writer.test")


def test_the_machines_own_resolver_serves_where_there_is_no_other() -> None:
    assert resolved_by_system("localhost") == "127.0.0.1"


def test_a_name_that_nobody_knows_is_said() -> None:
    with pytest.raises(ToolError, match=r"nobody\.invalid has no address"):
        resolved_by_system("nobody.invalid")
