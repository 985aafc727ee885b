"""The cluster has IPv4 addresses only."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown


class NetworkType(ClusterPolicy):
    """No dual stack."""

    id = "CKV_TDG_708"
    title = "A cluster has IPv4 addresses only"
    category = "shape"
    why = "Multi-AZ DB clusters have no IPv6, and in AWS an IPv6 address is one of the internet. The plan accepts DUAL."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html"
    fix = "Remove network_type."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation where it is given, and not IPv4."""
        given = resource.get("network_type")
        if given is not None and stack.text(given) != "IPV4":
            yield Violation(f"network_type is {shown(given)}, and not IPV4", attribute="network_type")


check = register(NetworkType)
