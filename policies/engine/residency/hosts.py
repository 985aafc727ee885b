"""Where a host is that a name or an address leads to."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from policies.engine.residency.border import border
from policies.engine.residency.marks import has_mark, marked, unmarked
from policies.engine.residency.objects import object_problem
from policies.engine.residency.regions import regions_in
from policies.engine.stack import Interpolation, Reference, Stack

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)+//", re.IGNORECASE)
_AWS = re.compile(r"(?:^|\.)(?:amazonaws\.com|api\.aws|on\.aws)$", re.IGNORECASE)
_SERVICE = re.compile(r"^(?:com\.amazonaws|aws\.(?:api|sagemaker))\.([a-z0-9-]+)\.[a-z0-9.-]+$")


def host_problem(value: str | Interpolation | Reference, stack: Stack) -> str | None:
    """What is wrong with the hosts of an address ("jdbc:mysql://host:3306/orders", "broker-1:9092,broker-2:9092")."""
    if isinstance(value, Reference):
        return object_problem(value, stack)
    text, references = marked(value, stack)
    return next((problem for host in _hosts(text) if (problem := _problem(host, references, stack))), None)


def service_problem(value: str | Interpolation | Reference, stack: Stack) -> str | None:
    """What is wrong with the service that a VPC endpoint leads to."""
    if isinstance(value, Reference):
        return object_problem(value, stack)
    text, _ = marked(value, stack)
    found = _SERVICE.match(text)
    if found is None or found[1] == "vpce":
        return "no service of AWS, so that nobody can tell where it leads"
    return border(stack).region(found[1])


def _hosts(text: str) -> Iterator[str]:
    for address in text.split(","):
        rest = _SCHEME.sub("", address.strip())
        host = re.split(r"[/?]", rest, maxsplit=1)[0].rpartition("@")[2]
        yield host[1:].partition("]")[0] if host.startswith("[") else _without_port(host)


def _without_port(host: str) -> str:
    name, _, port = host.rpartition(":")
    return name if name and port.isdecimal() and ":" not in name else host


def _problem(host: str, references: tuple[Reference, ...], stack: Stack) -> str | None:
    whole = unmarked(host, references)
    if isinstance(whole, Reference):
        return object_problem(whole, stack)
    if has_mark(host):
        return "a host that cannot be told"
    try:
        return None if ip_address(host).is_private else "a public address"
    except ValueError:
        return _name_problem(host.rstrip("."), stack)


def _name_problem(host: str, stack: Stack) -> str | None:
    if _AWS.search(host):
        named = list(regions_in(host, loose=True))
        if not named:
            return "an endpoint of AWS that names no region"
        return next((problem for region in named if (problem := border(stack).region(region))), None)
    if any(_inside(host, zone.get("name")) for zone in stack.of("aws_route53_zone") if zone.blocks("vpc")):
        return None
    return "outside of AWS"


def _inside(host: str, zone: object) -> bool:
    return isinstance(zone, str) and f".{host}".endswith(f".{zone.rstrip('.')}")
