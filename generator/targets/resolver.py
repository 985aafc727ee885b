"""Names of a target's endpoints to addresses: the sandbox has a DNS server of its own, AWS is in everybody's."""

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass

from dnslib import QTYPE, RCODE, DNSError, DNSHeader, DNSQuestion, DNSRecord

from generator.errors import ToolError

ANSWER_SECONDS = 1.0
TRIES = 3
MAXIMUM_IDENTIFIER = 0xFFFF

Resolve = Callable[[str], str]
"""A name to an IPv4 address. Raises ToolError if there is none."""


@dataclass(frozen=True, slots=True)
class NameServer:
    """A DNS server that answers for a target's names, over UDP."""

    address: str
    port: int

    def resolve(self, name: str) -> str:
        """The IPv4 address that the server gives now: nothing is kept, so that a flipped name is seen at once.

        Raises ToolError if it does not answer, or knows no address.
        """
        answer = self._answer(name)
        addresses = [str(record.rdata) for record in answer.rr if record.rtype == QTYPE.A]
        if answer.header.rcode != RCODE.NOERROR or not addresses:
            raise ToolError(
                f"{name} has no address at {self}: {RCODE.get(answer.header.rcode)}",
                fix="check that the cluster exists, and that the name is one of its endpoints",
            )
        return addresses[0]

    def _answer(self, name: str) -> DNSRecord:
        question = _question(name)
        for _ in range(TRIES):
            try:
                answer = DNSRecord.parse(question.send(self.address, self.port, timeout=ANSWER_SECONDS))
            except (OSError, DNSError):
                continue
            if answer.header.id == question.header.id:
                return answer
        raise ToolError(f"the name server {self} does not answer", fix="check that the sandbox runs")

    def __str__(self) -> str:
        return f"{self.address}:{self.port}"


def resolved_by_system(name: str) -> str:
    """The IPv4 address that this machine's own resolver gives. Raises ToolError if there is none."""
    try:
        found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
    except OSError as error:
        raise ToolError(f"{name} has no address: {error}", fix="check the name, and this machine's DNS") from error
    return str(found[0][4][0])


def _question(name: str) -> DNSRecord:
    header = DNSHeader(id=secrets.randbelow(MAXIMUM_IDENTIFIER + 1), rd=1)
    return DNSRecord(header, q=DNSQuestion(name, QTYPE.A))
