"""What a change in a plan means for the people who use the database."""

from collections.abc import Iterator

from generator.facts.effects import Effect, effect_facts, worst
from generator.facts.holders import holders
from generator.guards.engine import upgrade_of
from generator.guards.parameters import static_changes
from generator.guards.retention import shortened
from generator.terraform.plan import Change


def effect_of(change: Change) -> Effect:
    """The worst that a change does to users; unknown where Tidegate has no fact about it."""
    if change.action in ("create", "read", "no-op", "forget"):
        return "nothing"
    if change.action in ("delete", "replace"):
        holder = holders().get(change.type)
        return holder.effect if holder else effect_facts().of_any(change.type)
    return worst(_of_update(change))


def _of_update(change: Change) -> Iterator[Effect]:
    for argument in change.changed:
        effect = effect_facts().of_update(change.type, argument)
        # Terraform waits with what depends on something that it changes; mostly it stays as it was.
        yield "unknown" if argument in change.unknown and effect == "access" else effect
    upgrade = upgrade_of(change)
    if upgrade:
        yield upgrade.effect
    if static_changes(change):
        yield "reboot"
    if any(shortened(change)):
        yield "data loss"
