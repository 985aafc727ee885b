"""No argument, of whatever type, turns off the encryption of data on its way."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.leaves import Leaf, leaves
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, shown
from policies.engine.values import as_text


class TransitEverythingElse(Policy):
    """Arguments that decide about it, by their names, have a value with which it is encrypted."""

    id = "CKV_TDG_208"
    title = "Nothing else sends data in the clear"
    category = "transit"
    why = "A proxy, a replication endpoint or a subscription over HTTP beside the cluster carries the same data."
    source = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-in-transit.html"
    fix = "Turn TLS on, and make it required where it can be optional."
    types = ("aws_*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource, and it has any such argument."""
        del stack
        return resource.mode == "managed" and bool(_deciding(resource))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each argument that is not certainly safe."""
        del stack
        for leaf, keep in _deciding(resource):
            if as_text(leaf.value) not in keep:
                wanted = " or ".join(keep) or "a protocol with TLS"
                yield Violation(f"{leaf.path} is {shown(leaf.value)}, and not {wanted}", attribute=leaf.path)


def _deciding(resource: Resource) -> list[tuple[Leaf, list[str]]]:
    known = facts("transport")["arguments"]
    found = [
        (leaf, known["keep"][leaf.name])
        for leaf in leaves(resource.values)
        if leaf.value is not None and leaf.name in known["keep"]
    ]
    return found + [
        (leaf, [])
        for leaf in leaves(resource.values)
        if resource.type in known["protocols_of"] and leaf.name.endswith("protocol") and _plain(leaf)
    ]


def _plain(leaf: Leaf) -> bool:
    return leaf.value is not None and (
        not isinstance(leaf.value, str) or leaf.value in facts("transport")["arguments"]["plain_protocols"]
    )


check = register(TransitEverythingElse)
