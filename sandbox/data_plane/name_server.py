"""The name server of the sandbox: UDP and TCP on a loopback address."""

from collections.abc import Callable
from itertools import pairwise

from dnslib import CNAME, QTYPE, RCODE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSServer

from sandbox.data_plane.names import TTL_SECONDS, Answer, Names

TRIES = 20

Alias = Callable[[str], str | None]
"""A name to the name of an endpoint that it is an alias of, or None: a private zone's records."""


class NameServer:
    """Answers for the clusters' names, and for aliases of them; every other name does not exist."""

    def __init__(self, names: Names, address: str, port: int, alias: Alias = lambda _: None) -> None:
        self._servers = _bound(_Resolver(names, alias), address, port)
        bound: tuple[str, int] = self._servers[0].server.server_address
        self.address, self.port = bound
        for server in self._servers:
            server.server.daemon_threads = True
            server.start_thread()

    def close(self) -> None:
        """Stops answering."""
        for server in self._servers:
            server.stop()
            server.server.server_close()


def _bound(resolver: BaseResolver, address: str, port: int) -> tuple[DNSServer, DNSServer]:
    """Servers for UDP and TCP on the same port. Where any will do, one whose TCP twin is taken is given back."""
    for tries_left in reversed(range(TRIES)):
        udp = DNSServer(resolver, address=address, port=port, logger=_Silence())
        try:
            number = udp.server.server_address[1]
            return udp, DNSServer(resolver, address=address, port=number, tcp=True, logger=_Silence())
        except OSError:
            udp.server.server_close()
            if port or not tries_left:
                raise
    raise AssertionError


class _Resolver(BaseResolver):  # type: ignore[misc] # dnslib has no types
    def __init__(self, names: Names, alias: Alias) -> None:
        self._names = names
        self._alias = alias

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:  # noqa: ARG002
        reply = request.reply()
        asked = str(request.q.qname).rstrip(".")
        addresses = request.q.qtype == QTYPE.A
        before: list[str] = []
        answer = self._names.look_up(asked, addresses=addresses)
        try:
            target = None if answer else self._alias(asked.lower())
        except Exception:  # a client that gets no answer at all would wait for it
            reply.header.rcode = RCODE.SERVFAIL
            return reply
        if target:
            before, answer = [asked], self._names.look_up(target, addresses=addresses)
        if answer is None:
            reply.header.rcode = RCODE.NXDOMAIN
            return reply
        for record in _records(before, answer):
            reply.add_answer(record)
        return reply


def _records(before: list[str], answer: Answer) -> list[RR]:
    if answer.address is None:
        return []
    chain = [*before, *answer.chain]
    aliases = [RR(name, QTYPE.CNAME, rdata=CNAME(target), ttl=TTL_SECONDS) for name, target in pairwise(chain)]
    return [*aliases, RR(chain[-1], QTYPE.A, rdata=A(str(answer.address)), ttl=TTL_SECONDS)]


class _Silence:
    """dnslib's logger, which says nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None
