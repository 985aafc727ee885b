"""Who may connect: each origin well-formed, narrow, private and named once."""

from collections.abc import Iterator
from ipaddress import IPv4Network

from generator.facts.network import network_facts
from generator.findings import Finding
from generator.rules.addresses import Network, has_host_bits, private, read
from generator.rules.base import Rule
from generator.spec.document import Path
from generator.spec.model import Client

_RULES = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"


class ClientRule(Rule):
    """A rule about each client that connects from an address range."""

    def check(self) -> Iterator[Finding]:
        """What is wrong with each client's range."""
        for index, client in enumerate(self.environment.network.clients):
            if client.cidr is not None:
                yield from self.check_range(client.cidr, read(client.cidr), ("network", "clients", index, "cidr"))

    def check_range(self, cidr: str, network: Network | None, path: Path) -> Iterator[Finding]:
        """What is wrong with the range, as it is written and as it is read."""
        raise NotImplementedError


class ClientRange(ClientRule):
    """A client's range is a range, in its usual form."""

    id = "NET010"
    title = "A client's address range is well-formed"
    source = _RULES
    explanation = (
        "AWS zeroes the bits behind the prefix, so a range with bits there admits more hosts than it seems to, and "
        "Terraform sees a difference on every plan."
    )

    def check_range(self, cidr: str, network: Network | None, path: Path) -> Iterator[Finding]:
        """One finding on a range that is malformed or not in its usual form."""
        if network is None:
            yield self.finding(path, f"`{cidr}` is not an address range", "write it as in 10.20.48.10/32")
        elif str(network) != cidr and not open_to_the_world(network):
            host = cidr.partition("/")[0]
            if network.version == 4 and has_host_bits(cidr):
                message = f"{cidr} has bits set behind its prefix: it admits all of {network}"
                yield self.finding(path, message, f"write {host}/32 for one host, or {network}")
            else:
                yield self.finding(path, f"{cidr} is not in the form that AWS keeps", f"write {network}")


class OpenToTheWorld(ClientRule):
    """No client is everybody."""

    id = "NET011"
    title = "No client is a large part of the internet"
    source = _RULES
    explanation = (
        "0.0.0.0/0, ::/0, their halves and quarters, ranges with a host's bits in front of a prefix of 0 and IPv4 "
        "ranges in IPv6 notation let in far more than an application: a range with a prefix of 7 or less is refused."
    )

    def check_range(self, cidr: str, network: Network | None, path: Path) -> Iterator[Finding]:
        """One finding on a range that is open to the world, however it is written."""
        if network is not None and open_to_the_world(network):
            yield self.finding(
                path,
                f"{cidr} lets in {'everybody' if network.prefixlen == 0 else 'a large part of the internet'}",
                "name the client's security group, or the range of its subnet",
            )


class PublicClient(ClientRule):
    """A client's addresses can reach the database at all."""

    id = "NET012"
    title = "A client's addresses are private IPv4 addresses"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html"
    explanation = (
        "The VPC of a cell has no way in from the internet, and Multi-AZ DB clusters have no IPv6 address. A rule for "
        "such addresses admits nobody today, and the wrong ones if the network ever changes."
    )

    def check_range(self, cidr: str, network: Network | None, path: Path) -> Iterator[Finding]:
        """One finding on a range of public or IPv6 addresses."""
        if network is None or open_to_the_world(network):
            return
        if not isinstance(network, IPv4Network):
            yield self.finding(
                path, f"{cidr} is IPv6, which Multi-AZ DB clusters do not have", "use the client's private IPv4 range"
            )
        elif not private(network):
            yield self.finding(
                path,
                f"{cidr} is on the internet, and nothing there can reach the database",
                "use the client's private range, or its security group",
            )


class WideClient(ClientRule):
    """A client is not a whole company."""

    id = "NET013"
    title = "A client's range is not wider than a VPC"
    severity = "warning"
    source = _RULES
    explanation = (
        "No VPC is larger than /16. A client with a shorter prefix is not one application's network but many, and all "
        "of them may connect."
    )

    def check_range(self, cidr: str, network: Network | None, path: Path) -> Iterator[Finding]:
        """One finding on a wide private range."""
        wide = network_facts().wide_prefix
        if isinstance(network, IPv4Network) and private(network) and network.prefixlen < wide:
            yield self.finding(
                path,
                f"{cidr} lets in {network.num_addresses:,} addresses, more than any one VPC has",
                "name the client's security group, or the range of its subnet",
            )


class DuplicateClient(Rule):
    """Each client is named once, and each origin admitted once."""

    id = "NET014"
    title = "No two clients have the same name or the same origin"
    source = _RULES
    explanation = (
        "Names tell the security group's rules apart, and AWS refuses a second rule for the same origin and port."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each name and each origin that was there before."""
        names: set[str] = set()
        origins: dict[str, str] = {}
        for index, client in enumerate(self.environment.network.clients):
            path: Path = ("network", "clients", index)
            origin, kind = _origin(client), "cidr" if client.cidr else "security_group"
            if client.name in names:
                fix = "give each client a name of its own"
                yield self.finding((*path, "name"), f"there are two clients called {client.name}", fix)
            if origin in origins:
                message = f"{client.name} comes from the same place as {origins[origin]}"
                yield self.finding((*path, kind), message, "remove one of the two")
            names.add(client.name)
            origins.setdefault(origin, client.name)


def open_to_the_world(network: Network) -> bool:
    """Whether the range is so wide that it takes in a large part of the internet."""
    return network.prefixlen <= network_facts().world_prefix


def _origin(client: Client) -> str:
    return client.security_group or str(read(client.cidr or "") or client.cidr)


RULES = (ClientRange, OpenToTheWorld, PublicClient, WideClient, DuplicateClient)
