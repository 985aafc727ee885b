"""Nobody copies out of a vault, or deletes from it."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import made
from policies.engine.documents import Statement, statements
from policies.engine.policy import Policy, Violation
from policies.engine.stack import UNKNOWN, Reference, Resource, Stack
from policies.engine.vaults import vault_of

_DENIED = (
    "backup:CopyFromBackupVault",
    "backup:CopyIntoBackupVault",
    "backup:DeleteBackupVaultLockConfiguration",
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
)


class VaultPolicy(Policy):
    """Copies, deletions and the lock's removal are denied to everybody, without a condition."""

    id = "CKV_TDG_408"
    title = "A vault's policy denies copies, deletions and unlocking"
    category = "backup"
    why = (
        "The lock bounds how long snapshots are kept. Only the vault's policy keeps an administrator, or who has "
        "become one, from deleting them one by one, from copying them to another account, and from removing the lock."
    )
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html"
    fix = "Remove deletion_protection from the spec, or waive this until the deletion is done; never allow copies."
    types = ("aws_backup_vault",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the vault."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a policy; of each, what it does not deny and what it allows."""
        policies = [
            policy
            for policy in made(stack, "aws_backup_vault_policy")
            if vault_of(policy.get("backup_vault_name"), policy, stack) == resource
        ]
        if not policies:
            yield Violation("no aws_backup_vault_policy of this stack is on the vault")
        for policy in policies:
            yield from _problems(policy, resource, stack)


def _problems(policy: Resource, vault: Resource, stack: Stack) -> Iterator[Violation]:
    found = statements(policy.get("policy"), stack)
    if found is UNKNOWN or not isinstance(found, list):
        yield Violation("the vault's policy cannot be known before the apply", policy.address, "policy")
        return
    denied = {str(action) for each in found if _denies_everybody(each, vault) for action in each.actions}
    for action in _DENIED:
        if not denied & {action, "backup:*", "*"}:
            yield Violation(f"the vault's policy does not deny {action} to everybody", policy.address, "policy")
    for each in found:
        if each.allows:
            message = f"the vault's policy allows something in its statement {each.sid!r}: it is there to deny"
            yield Violation(message, policy.address, "policy")


def _denies_everybody(statement: Statement, vault: Resource) -> bool:
    everybody = any("*" in each.identifiers and each.kind in ("AWS", "*") for each in statement.principals)
    own = Reference(vault.address, "arn")
    whole = "*" in statement.resources or own in statement.resources
    return statement.effect == "Deny" and not statement.conditions and everybody and whole


check = register(VaultPolicy)
