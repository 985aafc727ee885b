"""The other witnesses of the context: the output `residency`, and the tags that every resource gets."""

from collections.abc import Iterator, Mapping

from policies.engine.stack import Provider, Stack, Value

FIELDS = ("environment", "region", "account_id", "jurisdiction", "classification")
CLASSES = ("public", "internal", "personal")
TAGGED = ("environment", "jurisdiction", "classification")


def said_by_output(stack: Stack) -> Mapping[str, Value] | None:
    """What the output `residency` says; None if it is not there, or is no object that can be read."""
    said = stack.outputs.get("residency")
    return said if isinstance(said, dict) else None


def default_tags(provider: Provider) -> Iterator[Mapping[str, Value]]:
    """The default tags of a provider, in each of its blocks."""
    blocks = provider.values.get("default_tags")
    for block in blocks if isinstance(blocks, list) else []:
        tags = block.get("tags") if isinstance(block, dict) else None
        if isinstance(tags, dict):
            yield tags
