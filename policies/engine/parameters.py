"""What is set in the parameter group that a cluster uses."""

from policies.engine.clusters import leads_to, made
from policies.engine.stack import Resource, Stack, Value


def parameter_group(cluster: Resource, stack: Stack) -> Resource | None:
    """The cluster parameter group of this stack that a cluster names; None if it names none."""
    given = cluster.get("db_cluster_parameter_group_name")
    groups = [each for each in made(stack, "aws_rds_cluster_parameter_group") if each.region == cluster.region]
    return next((group for group in groups if leads_to(given, group, stack, "name", "id")), None)


def set_to(group: Resource | None, name: str, stack: Stack) -> list[tuple[Value, str | None]]:
    """What a parameter is set to, each time: as it is written, and as text (None where that is not known)."""
    blocks = group.blocks("parameter") if group else []
    values = [each.get("value") for each in blocks if _text(each.get("name"), stack) == name]
    return [(value, _text(value, stack)) for value in values]


def nameless(group: Resource, stack: Stack) -> bool:
    """Whether the group has a parameter of which it cannot be told which one it is."""
    return any(_text(each.get("name"), stack) is None for each in group.blocks("parameter"))


def _text(value: Value, stack: Stack) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else stack.text(value)
