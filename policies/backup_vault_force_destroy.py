"""A vault with snapshots in it stays."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import off
from policies.engine.stack import Resource, Stack, shown


class VaultForceDestroy(Policy):
    """A vault is not emptied in order to be destroyed."""

    id = "CKV_TDG_409"
    title = "Destroying a vault does not delete its snapshots"
    category = "backup"
    why = "With force_destroy one `terraform destroy` deletes every snapshot in the vault before the vault itself."
    source = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/backup_vault"
    fix = "Set force_destroy to false, or leave it out."
    types = ("aws_backup_vault",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the vault."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless it is certainly off."""
        del stack
        given = resource.get("force_destroy")
        if not off(given):
            yield Violation(f"force_destroy is {shown(given)}, and not false", attribute="force_destroy")


check = register(VaultForceDestroy)
