"""Changes in place that users notice."""

from collections.abc import Iterator

from generator.facts.effects import EFFECTS, effect_facts
from generator.findings import Finding
from generator.guards.base import Guard

_FROM = EFFECTS.index("failover")


class Interruption(Guard):
    """Nothing interrupts users unseen."""

    id = "GRD040"
    title = "Users are interrupted only if somebody answers for it"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/modify-multi-az-db-cluster.html"
    explanation = (
        "Another instance class is put on one member after the other, and the writer's turn is a failover: writes "
        "pause for about 35 seconds, for longer where replicas lag, and every connection to the writer ends. It "
        "happens in the maintenance window. A key that is disabled stops everything that is encrypted with it."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each argument whose change interrupts."""
        for change in self.plan.changes:
            for name in change.changed if change.action == "update" else ():
                effect = effect_facts().of_update(change.type, name)
                if EFFECTS.index(effect) >= _FROM:
                    before, after = change.before.get(name), change.after.get(name)
                    message = f"{name} of {change.address} changes from {before} to {after}"
                    fix = "have it waived for the next maintenance window, or leave it as it is"
                    yield self.finding(change, name, message, fix, effect=effect)


GUARDS = (Interruption,)
