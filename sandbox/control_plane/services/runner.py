"""Runs one event through a handler, in a process of its own: `runner.py CODE MODULE.FUNCTION`, the event on stdin.

Names of databases are asked of the sandbox's own name server, and connections to them come from the function's
address, as from its network interface in the VPC.
"""

import importlib
import json
import logging
import os
import socket
import sys
import traceback
from typing import Any

AWS_NAMES = ".rds.amazonaws.com"


def resolve(name: str, server: str) -> str:
    """The IPv4 address of a name. Raises socket.gaierror if the name server knows none."""
    from dnslib import QTYPE, DNSRecord

    address, port = server.rsplit(":", 1)
    answer = DNSRecord.parse(DNSRecord.question(name, "A").send(address, int(port), timeout=3))
    for row in answer.rr:
        if row.rtype == QTYPE.A:
            return str(row.rdata)
    raise socket.gaierror(socket.EAI_NONAME, f"Name or service not known: {name}")


def use_network(server: str | None, source: str | None) -> None:
    """Has the standard library resolve databases' names by `server`, and connect to them from `source`."""
    getaddrinfo, create_connection = socket.getaddrinfo, socket.create_connection

    def look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        if server and isinstance(host, str) and host.endswith(AWS_NAMES):
            host = resolve(host, server)
        return getaddrinfo(host, *arguments, **named)

    def connect(address: Any, *arguments: Any, **named: Any) -> Any:
        if source and str(address[0]).endswith(AWS_NAMES) and not named.get("source_address"):
            named["source_address"] = (source, 0)
        return create_connection(address, *arguments, **named)

    socket.getaddrinfo = look_up
    socket.create_connection = connect


def main() -> int:
    """Prints the handler's answer as JSON, or its error as Lambda gives it; 0 or 1."""
    code, handler = sys.argv[1:]
    sys.path.insert(0, code)
    use_network(os.environ.pop("TIDEGATE_DNS", None), os.environ.pop("TIDEGATE_SOURCE", None))
    event = json.load(sys.stdin)
    logging.basicConfig(stream=sys.stderr, format="[%(levelname)s] %(name)s: %(message)s")
    out, sys.stdout = sys.stdout, sys.stderr
    try:
        module, _, function = handler.rpartition(".")
        answer = getattr(importlib.import_module(module), function)(event, None)
    except Exception as error:  # what a handler raises is the function's answer
        traceback.print_exc()
        out.write(json.dumps({"errorType": type(error).__name__, "errorMessage": str(error)}) + "\n")
        return 1
    out.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
