"""A vault's snapshots cannot be shortened."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown
from policies.engine.vaults import bounds, locks

LEAST_DAYS = 7
_LEAST_COOLING_OFF = 3


class VaultLock(Policy):
    """Each vault has a lock of its own, with two bounds that mean something."""

    id = "CKV_TDG_407"
    title = "Vaults are locked, with a least and a most retention"
    category = "backup"
    why = "Without a lock on the very vault that holds them, snapshots can be given a retention of a day, and are gone."
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"
    fix = "Give the vault a lock with min_retention_days of 7 or more, and a max_retention_days that is not below it."
    types = ("aws_backup_vault",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the vault."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a lock; of each lock, those on its bounds and its time to cool off."""
        found = locks(resource, stack)
        if not found:
            yield Violation("no aws_backup_vault_lock_configuration of this stack locks the vault")
        for lock in found:
            yield from _problems(lock)


def _problems(lock: Resource) -> Iterator[Violation]:
    least, most = bounds(lock)
    if least is None or least < LEAST_DAYS:
        given = shown(lock.get("min_retention_days"))
        message = f"min_retention_days is {given}, and not {LEAST_DAYS} or more"
        yield Violation(message, lock.address, "min_retention_days")
    if most is None or (least is not None and most < least):
        given = shown(lock.get("max_retention_days"))
        message = f"max_retention_days is {given}, and not a number of days from min_retention_days on"
        yield Violation(message, lock.address, "max_retention_days")
    cooling_off = lock.get("changeable_for_days")
    days = number(cooling_off)
    if cooling_off is not None and (days is None or days < _LEAST_COOLING_OFF):
        message = f"changeable_for_days is {shown(cooling_off)}, and not {_LEAST_COOLING_OFF} or more"
        yield Violation(message, lock.address, "changeable_for_days")


check = register(VaultLock)
