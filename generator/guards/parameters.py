"""Parameters that a running server does not take over."""

from collections.abc import Iterator, Mapping

from generator.facts.parameters import parameter
from generator.findings import Finding
from generator.guards.base import Guard
from generator.terraform.plan import Change

_GROUP = "aws_rds_cluster_parameter_group"


def static_changes(change: Change) -> dict[str, str | None]:
    """The static parameters that an update of a group gives another value: that value, or None for the default."""
    if change.type != _GROUP or change.action != "update":
        return {}
    before, after = _values(change.before), _values(change.after)
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    return {name: after.get(name) for name in changed if _is_static(name)}


def _values(group: Mapping[str, object]) -> dict[str, str]:
    entries = group.get("parameter")
    return {each["name"]: each["value"] for each in entries} if isinstance(entries, list) else {}


def _is_static(name: str) -> bool:
    known = parameter(name.replace("-", "_")) or parameter(name)
    # What is not known may be static: a reboot that was not needed is the smaller surprise.
    return known is None or known.static


class StaticParameter(Guard):
    """No static parameter changes unseen."""

    id = "GRD020"
    title = "A static parameter changes only if somebody answers for the reboot"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-rebooting.html"
    explanation = (
        "A static parameter takes effect when the members are rebooted. Terraform does not reboot, nor does RDS "
        "in the maintenance window: until somebody calls `reboot-db-cluster`, the cluster runs with the old "
        "value, whatever the spec says. The waiver names who reboots it."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each static parameter that gets another value."""
        for change in self.plan.changes:
            for name, value in static_changes(change).items():
                to = "back to its default" if value is None else f"to {value}"
                message = (
                    f"{name} is static: it goes {to} only when the cluster is rebooted, which nothing does by itself"
                )
                fix = f"plan a reboot and have this waived by who does it, or leave {name} as it is"
                yield self.finding(change, f"parameter.{name}", message, fix, effect="reboot")


GUARDS = (StaticParameter,)
