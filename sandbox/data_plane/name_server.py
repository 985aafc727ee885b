"""The name server of the sandbox: UDP and TCP on a loopback address."""

from collections.abc import Callable
from itertools import pairwise

from dnslib import CNAME, QTYPE, RCODE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSServer

from sandbox.data_plane.names import TTL_SECONDS, Answer, Names

Alias = Callable[[str], str | None]
"""A name to the name of an endpoint that it is an alias of, or None: a private zone's records."""


class NameServer:
    """Answers for the clusters' names, and for aliases of them; every other name does not exist."""

    def __init__(self, names: Names, address: str, port: int, alias: Alias = lambda _: None) -> None:
        resolver = _Resolver(names, alias)
        self._udp = DNSServer(resolver, address=address, port=port, logger=_Silence())
        bound: tuple[str, int] = self._udp.server.server_address
        self.address, self.port = bound
        self._tcp = DNSServer(resolver, address=self.address, port=self.port, tcp=True, logger=_Silence())
        self._servers = (self._udp, self._tcp)
        for server in self._servers:
            server.server.daemon_threads = True
            server.start_thread()

    def close(self) -> None:
        """Stops answering."""
        for server in self._servers:
            server.stop()
            server.server.server_close()


class _Resolver(BaseResolver):  # type: ignore[misc] # dnslib has no types
    def __init__(self, names: Names, alias: Alias) -> None:
        self._names = names
        self._alias = alias

    def resolve(self, request: DNSRecord, handler: object) -> DNSRecord:  # noqa: ARG002
        reply = request.reply()
        asked = str(request.q.qname).rstrip(".")
        target = self._alias(asked.lower())
        answer = self._names.look_up(target or asked, addresses=request.q.qtype == QTYPE.A)
        if answer is None:
            reply.header.rcode = RCODE.NXDOMAIN
            return reply
        for record in _records(([asked] if target else []), answer):
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
