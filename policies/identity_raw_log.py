"""Servers keep passwords out of their logs."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown
from policies.engine.transport import parameter_group
from policies.engine.values import as_text


class RawLog(ClusterPolicy):
    """`log_raw` stays off in the group that the cluster uses."""

    id = "CKV_TDG_323"
    title = "No password is written to the general log"
    category = "identity"
    why = (
        "MySQL takes passwords out of the statements that it logs. With `log_raw` it does not, and the exported "
        "general log would hold each that the rotation sets."
    )
    source = "https://dev.mysql.com/doc/refman/8.4/en/password-logging.html"
    fix = "Remove log_raw from the parameters."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each entry that turns it on, or may; a group that is not known has its own."""
        group = parameter_group(resource, stack)
        for index, entry in enumerate(group.blocks("parameter") if group else []):
            value = as_text(entry.get("value"))
            off = isinstance(value, str) and value.upper() in ("0", "OFF")
            if group is not None and entry.get("name") == "log_raw" and not off:
                message = f"its parameter group sets log_raw to {shown(entry.get('value'))}, and not OFF"
                yield Violation(message, group.address, f"parameter.{index}.value")


check = register(RawLog)
