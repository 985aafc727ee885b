"""Protection against deletion, taken away."""

from collections.abc import Iterator

from generator.findings import Finding
from generator.guards.base import CLUSTER, Guard


class ProtectionOff(Guard):
    """Deletion protection is not taken away unseen."""

    id = "GRD050"
    title = "Deletion protection is not switched off"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html"
    explanation = (
        "Without deletion protection the next plan, or anybody with the right to, can delete the cluster. It also "
        "takes `prevent_destroy` out of the render. It is the first of two steps to take a database down, and "
        "each is waived by itself."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster that loses it."""
        for change in self.updates(CLUSTER):
            if change.before.get("deletion_protection") and not change.after.get("deletion_protection"):
                message = (
                    f"{change.address} loses its deletion protection: nothing keeps the next plan from deleting it"
                )
                fix = "set deletion_protection to true, or have this waived to take the database down"
                yield self.finding(change, "deletion_protection", message, fix, effect="nothing")


GUARDS = (ProtectionOff,)
