"""A vault, its lock, and the plans that use it."""

from policies.engine.clusters import leads_to, made
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, Value

NAMES = ("name", "id")


def vault_of(value: Value, user: Resource, stack: Stack) -> Resource | None:
    """The vault of this stack, in the user's region, that a value names; None if it is no such vault."""
    vaults = (vault for vault in made(stack, "aws_backup_vault") if vault.region == user.region)
    return next((vault for vault in vaults if leads_to(value, vault, stack, *NAMES)), None)


def locks(vault: Resource, stack: Stack) -> list[Resource]:
    """The lock configurations of a vault."""
    found = made(stack, "aws_backup_vault_lock_configuration")
    return [lock for lock in found if vault_of(lock.get("backup_vault_name"), lock, stack) == vault]


def bounds(lock: Resource) -> tuple[int | float | None, int | float | None]:
    """The least and the most days that a lock lets a snapshot be kept; None where not given, or not known."""
    return number(lock.get("min_retention_days")), number(lock.get("max_retention_days"))
