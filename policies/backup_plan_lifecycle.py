"""Snapshots go to a vault of this stack, and stay there for a time that its lock allows."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown
from policies.engine.vaults import bounds, locks, vault_of

_LEAST_DAYS = 7


class PlanLifecycle(Policy):
    """Each rule of each plan has a vault, and an end that the vault takes."""

    id = "CKV_TDG_410"
    title = "Every rule of a backup plan has a vault of this stack and a retention that it allows"
    category = "backup"
    why = (
        "Without a lifecycle snapshots are kept for ever, whatever was promised of personal data. With a retention out "
        "of the lock's bounds each job fails, and neither plan nor apply shows it. Clusters have no cold storage."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"
    fix = "Set backup.snapshots.retention_days of the database to what the vault's bounds allow, and 7 or more."
    types = ("aws_backup_plan",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for a plan without rules; of each rule, those on its vault and its lifecycle."""
        rules = resource.blocks("rule")
        if not rules:
            yield Violation("the plan has no rule", attribute="rule")
        for index, rule in enumerate(rules):
            where = f"rule.{index}"
            if vault_of(rule.get("target_vault_name"), resource, stack) is None:
                given = shown(rule.get("target_vault_name"))
                message = f"target_vault_name is {given}, and no vault of this stack"
                yield Violation(message, attribute=f"{where}.target_vault_name")
            yield from _lifecycle(resource, where, stack)


def _lifecycle(plan: Resource, where: str, stack: Stack) -> Iterator[Violation]:
    given = plan.get(f"{where}.lifecycle.0.delete_after")
    days = number(given)
    least, most = _bounds(plan, where, stack)
    if days is None or not least <= days <= most:
        message = f"lifecycle.delete_after is {shown(given)}, and not {least:g} to {most:g} days"
        yield Violation(message, attribute=f"{where}.lifecycle.delete_after")
    for name in ("cold_storage_after", "opt_in_to_archive_for_supported_resources"):
        cold = plan.get(f"{where}.lifecycle.0.{name}")
        if cold not in (None, False, 0):
            message = f"lifecycle.{name} is {shown(cold)}, and clusters have no cold storage"
            yield Violation(message, attribute=f"{where}.lifecycle.{name}")


def _bounds(plan: Resource, where: str, stack: Stack) -> tuple[float, float]:
    vault = vault_of(plan.get(f"{where}.target_vault_name"), plan, stack)
    known = [bounds(lock) for lock in locks(vault, stack)] if vault else []
    least = max([_LEAST_DAYS, *(low for low, _ in known if low is not None)])
    return least, min([float("inf"), *(high for _, high in known if high is not None)])


check = register(PlanLifecycle)
