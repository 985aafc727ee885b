"""No host or address outside of the network and of AWS."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.data import catalogued
from policies.engine.residency.hosts import host_problem
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack, shown

_NAME = re.compile(
    r"(?:^|_)(?:endpoint|url|uri|host|hostname|fqdn|server_name|brokers?|bootstrap_servers)$", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)+//", re.IGNORECASE)
_OWN_POLICY = frozenset({"aws_sns_topic_subscription"})


class HostInside(Policy):
    """Attributes that take a host or an address by their name, and every text that is an address."""

    id = "CKV_TDG_806"
    title = "No address leads to a host outside of the network and of AWS in the jurisdiction"
    category = "residency"
    why = (
        "Deliveries, connections and hooks take an address. Outside of AWS nobody can say where the machine behind it "
        "is, and an endpoint without a region may answer from any."
    )
    source = "https://docs.aws.amazon.com/general/latest/gr/rande.html"
    fix = "Refer to a resource of this stack, or use a regional endpoint of AWS."
    types = ("*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Subscriptions have a policy of their own: what their endpoint is depends on the protocol."""
        del stack
        return resource.type not in _OWN_POLICY

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each address that leads out or cannot be told."""
        for leaf in leaves(resource, stack):
            if leaf.names and not leaf.free and leaf.attribute not in catalogued(resource.type):
                problem = _problem(leaf, stack)
                if problem:
                    yield Violation(f"{leaf.attribute} leads out: {problem}", attribute=leaf.path)


def _problem(leaf: Leaf, stack: Stack) -> str | None:
    says_host = _NAME.search(leaf.names[-1]) is not None
    if leaf.value is UNKNOWN:
        return "it cannot be known before the apply" if says_host else None
    if isinstance(leaf.value, Reference):
        problem = host_problem(leaf.value, stack) if says_host else None
    elif isinstance(leaf.value, (str, Interpolation)) and _is_address(leaf.value, says_host=says_host):
        problem = host_problem(leaf.value, stack)
    else:
        return None
    return f"{shown(leaf.value)} is {problem}" if problem else None


def _is_address(value: str | Interpolation, *, says_host: bool) -> bool:
    text = str(value)
    return not text.startswith("arn:") and (_ADDRESS.match(text) is not None or (says_host and "." in text))


check = register(HostInside)
