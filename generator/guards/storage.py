"""Changes of a cluster's storage."""

from collections.abc import Iterator
from datetime import timedelta

from generator.findings import Finding
from generator.guards.base import CLUSTER, Guard
from generator.terraform.plan import Change

PAUSE = timedelta(hours=6)
_SCALING = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.ModifyingExisting.ScalingUp.html"
_ARGUMENTS = ("allocated_storage", "iops")


def changes_storage(change: Change) -> bool:
    """Whether an update in place touches size or IOPS."""
    return change.type == CLUSTER and change.action == "update" and any(map(change.changes, _ARGUMENTS))


class StorageShrink(Guard):
    """No storage becomes smaller."""

    id = "GRD013"
    title = "Storage does not shrink"
    source = _SCALING
    explanation = (
        "Storage that was allocated cannot be given back: AWS refuses, and the apply stops there. A smaller "
        "volume needs a new database."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster."""
        for change in self.updates(CLUSTER):
            before, after = (_number(each.get("allocated_storage")) for each in (change.before, change.after))
            if before and after and after < before:
                message = (
                    f"AWS refuses to shrink the storage from {before:,} to {after:,} GiB, and the apply stops there"
                )
                yield self.finding(
                    change, "allocated_storage", message, f"set storage.size_gib to {before} or more", effect="nothing"
                )


class IopsAlone(Guard):
    """No IOPS change without the size."""

    id = "GRD012"
    title = "Provisioned IOPS change together with the size"
    source = "https://github.com/hashicorp/terraform-provider-aws/pull/44706"
    explanation = (
        "AWS wants the size in the same request as new IOPS of io1 and io2. Provider 5.100.0 sends what has "
        'changed and nothing else, and AWS answers "When modifying Provisioned IOPS storage, specify a value for '
        'both allocated storage and iops".'
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster."""
        for change in self.updates(CLUSTER):
            provisioned = change.after.get("storage_type") in ("io1", "io2")
            if provisioned and change.changes("iops") and not change.changes("allocated_storage"):
                size = change.after.get("allocated_storage")
                message = (
                    f"the provider asks for {change.after.get('iops')} IOPS without the size, AWS refuses that, "
                    "and the apply stops there"
                )
                fix = f"change storage.size_gib in the same step, to more than {size}"
                yield self.finding(change, "iops", message, fix, effect="nothing")


class StorageChangedRecently(Guard):
    """No storage changes twice within six hours."""

    id = "GRD015"
    title = "Storage rests for six hours between two changes"
    source = _SCALING
    explanation = (
        "After a change of the storage AWS takes no other for six hours, or until it is optimised, whichever is "
        "longer. When it was changed last is asked of RDS, whose events say so."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each cluster whose storage was changed less than six hours ago."""
        for change in filter(changes_storage, self.plan.changes):
            last = self.circumstances.storage_changed.get(_identifier(change))
            if last and self.circumstances.now < last + PAUSE:
                changed = f"{last:%Y-%m-%d %H:%M} UTC"
                message = f"the storage was changed at {changed}, and AWS refuses another change within six hours"
                fix = f"apply after {last + PAUSE:%Y-%m-%d %H:%M} UTC"
                yield self.finding(change, _first(change), message, fix, effect="nothing")


class StorageHistoryUnknown(Guard):
    """That the six hours could not be checked is said."""

    id = "GRD016"
    title = "It is known when the storage was changed last"
    severity = "warning"
    source = _SCALING
    explanation = (
        "RDS could not be asked when the storage was changed last, for the plan was made without the account, or "
        "its events may not be read. If that was less than six hours ago, AWS refuses the change."
    )

    def check(self) -> Iterator[Finding]:
        """One warning for each cluster whose storage changes, and of which the last change is not known."""
        for change in filter(changes_storage, self.plan.changes):
            identifier = _identifier(change)
            if identifier not in self.circumstances.storage_changed:
                message = f"when the storage of {identifier} was changed last is not known"
                fix = "see its events: `aws rds describe-events --duration 360 --source-type db-instance`"
                yield self.finding(change, _first(change), message, fix, effect="nothing")


def _first(change: Change) -> str:
    return next(filter(change.changes, _ARGUMENTS))


def _identifier(change: Change) -> str:
    return str(change.before.get("cluster_identifier"))


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


GUARDS = (IopsAlone, StorageShrink, StorageChangedRecently, StorageHistoryUnknown)
