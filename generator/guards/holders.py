"""Deletion and replacement of what holds data."""

from collections.abc import Iterator

from generator.facts.holders import Holder, holders
from generator.findings import Finding
from generator.guards.base import Guard
from generator.terraform.plan import Action, Change


class _HolderGuard(Guard):
    source = "docs/guards.md"
    _action: Action

    def held(self) -> Iterator[tuple[Change, Holder]]:
        """What holds data and meets the guard's action."""
        for change in self.plan.changes:
            holder = holders().get(change.type)
            if holder and change.action == self._action:
                yield change, holder


class HolderDeleted(_HolderGuard):
    """Nothing that holds data is deleted unseen."""

    id = "GRD001"
    title = "Nothing that holds data is deleted"
    explanation = (
        "A database that is taken out of a spec, or a name that is changed, is a deletion for Terraform, and "
        "`prevent_destroy` goes with the block that held it. What counts, and what is lost with each, is on the "
        "page."
    )
    _action = "delete"

    def check(self) -> Iterator[Finding]:
        """One finding for each."""
        for change, holder in self.held():
            message = f"{change.address} ({holder.what}) would be deleted: {holder.gone}"
            fix = "put back what asked for it in the spec; to take it down for good, have its deletion waived"
            yield self.finding(change, None, message, fix, effect=holder.effect, source=holder.source)


class HolderReplaced(_HolderGuard):
    """Nothing that holds data is replaced unseen."""

    id = "GRD002"
    title = "Nothing that holds data is replaced"
    explanation = (
        "Terraform replaces what it cannot change in place: it deletes it and makes an empty one. Of a cluster "
        "that is so for the storage type, the key, the master user, the database's name, the subnet group and the "
        "identifier. AWS itself could change some of them; Terraform's provider cannot."
    )
    _action = "replace"

    def check(self) -> Iterator[Finding]:
        """One finding for each argument that forces it."""
        for change, holder in self.held():
            for argument in change.forced_by or (None,):
                yield self._finding(change, argument, holder)

    def _finding(self, change: Change, argument: str | None, holder: Holder) -> Finding:
        because = f" because {argument} changes" if argument else ""
        message = f"{change.address} ({holder.what}) would be replaced{because}: {holder.gone}"
        undo = f"leave {argument} as it is" if argument else "leave it as it is"
        fix = f"{undo}; to change it, move the data into a new database with a name of its own"
        return self.finding(change, argument, message, fix, effect=holder.effect, source=holder.source)


class HolderForgotten(_HolderGuard):
    """Nothing that holds data drops out of the state unseen."""

    id = "GRD003"
    title = "Nothing that holds data is dropped from the state"
    explanation = (
        "A `removed` block lets Terraform forget a resource without deleting it. It goes on, costs money and "
        "holds data, and nobody looks after it any more."
    )
    _action = "forget"

    def check(self) -> Iterator[Finding]:
        """One finding for each."""
        for change, holder in self.held():
            message = (
                f"{change.address} ({holder.what}) would be forgotten: it stays in the account, and no plan knows it"
            )
            fix = "keep it in the spec, or have this waived by who looks after it from now on"
            yield self.finding(change, None, message, fix, effect="nothing", source=holder.source)


GUARDS = (HolderDeleted, HolderReplaced, HolderForgotten)
