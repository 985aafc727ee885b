"""Terraform refuses to destroy what holds data, or what data cannot be read without."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class PreventDestroy(Policy):
    """`prevent_destroy` on clusters, vaults and keys. A plan does not hold it, so it is judged on the render."""

    id = "CKV_TDG_404"
    title = "Terraform destroys no cluster, vault or key"
    category = "backup"
    why = (
        "Many arguments of a cluster replace it when they are changed, which destroys the old one. A cluster, and "
        "every snapshot of it, is lost with its key."
    )
    source = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy"
    fix = "Remove deletion_protection from the spec, or waive this until the deletion is done."
    types = ("aws_rds_cluster", "aws_backup_vault", "aws_kms_key", "aws_kms_external_key")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it is made here, and the stack is a render."""
        return resource.mode == "managed" and stack.kind == "render"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the lifecycle certainly prevents it."""
        del stack
        given = resource.get("lifecycle.0.prevent_destroy")
        if truth(given) is not True:
            message = f"lifecycle.prevent_destroy is {shown(given)}, and not true"
            yield Violation(message, attribute="lifecycle.prevent_destroy")


check = register(PreventDestroy)
