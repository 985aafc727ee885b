"""Logs outlive what wrote them."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown


class LogSkipDestroy(Policy):
    """`skip_destroy` on every log group."""

    id = "CKV_TDG_504"
    title = "Terraform leaves log groups where they are"
    category = "monitoring"
    why = "Who destroys a database, by mistake or not, would destroy the record of it in the same run."
    source = "https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/cloudwatch_log_group"
    fix = "Remove deletion_protection from the spec, or waive this until the deletion is done."
    types = ("aws_cloudwatch_log_group",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the log group."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless it is certainly left."""
        del stack
        given = resource.get("skip_destroy")
        if truth(given) is not True:
            yield Violation(f"skip_destroy is {shown(given)}, and not true", attribute="skip_destroy")


check = register(LogSkipDestroy)
