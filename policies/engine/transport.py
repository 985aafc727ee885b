"""The parameters that a database's servers run with."""

from collections.abc import Iterator

from policies.engine.clusters import leads_to, made
from policies.engine.facts import facts
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, Value, shown
from policies.engine.values import as_text

_GROUPS = {
    "aws_rds_cluster": ("db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group"),
    "aws_db_instance": ("parameter_group_name", "aws_db_parameter_group"),
    "aws_rds_cluster_instance": ("db_parameter_group_name", "aws_db_parameter_group"),
}
_SECOND = "db_instance_parameter_group_name"


def parameter_group(database: Resource, stack: Stack) -> Resource | None:
    """The parameter group of this stack that a database uses, in its region; None if it is none of these."""
    argument, kind = _GROUPS[database.type]
    value = database.get(argument)
    groups = (group for group in made(stack, kind) if group.region == database.region)
    return next((group for group in groups if leads_to(value, group, stack, "name", "id")), None)


class TransportParameter(Policy):
    """A policy that the very group that a database uses sets `parameter`, in each of its entries, to a safe value."""

    category = "transit"
    types = tuple(_GROUPS)
    parameter: str
    at_once: bool = False

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the database."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a group that is known, without an entry, and for each entry that is unsafe."""
        argument, _ = _GROUPS[resource.type]
        if resource.get(_SECOND) is not None:
            yield Violation(f"{_SECOND} gives the members parameters of another group", attribute=_SECOND)
        group = parameter_group(resource, stack)
        if group is None:
            given = shown(resource.get(argument))
            yield Violation(f"{argument} is {given}, which is no parameter group of this stack", attribute=argument)
            return
        yield from self._entries(group)

    def _entries(self, group: Resource) -> Iterator[Violation]:
        entries = {
            index: entry for index, entry in enumerate(group.blocks("parameter")) if _names(entry, self.parameter)
        }
        if not any(isinstance(entry.get("name"), str) for entry in entries.values()):
            yield Violation(f"its parameter group does not set {self.parameter}", group.address, "parameter")
        for index, entry in entries.items():
            yield from self._entry(entry, group, f"parameter.{index}")

    def _entry(self, entry: dict[str, Value], group: Resource, path: str) -> Iterator[Violation]:
        keep = facts("transport")["parameters"][self.parameter]["keep"]
        value = entry.get("value")
        text = as_text(value)
        if not isinstance(text, str) or text.upper().replace(" ", "") not in {each.upper() for each in keep}:
            yield Violation(
                f"its parameter group sets {self.parameter} to {shown(value)}, and not {' or '.join(keep)}",
                group.address,
                f"{path}.value",
            )
        if self.at_once and (entry.get("apply_method") or "immediate") != "immediate":
            yield Violation(
                f"its parameter group sets {self.parameter} with the next reboot only",
                group.address,
                f"{path}.apply_method",
            )


def _names(entry: dict[str, Value], parameter: str) -> bool:
    name = entry.get("name")
    # An entry whose name is not known may be the one that counts.
    return not isinstance(name, str) or name.strip().lower().replace("-", "_") == parameter
