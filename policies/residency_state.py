"""Terraform's state is inside the border."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.residency.backend import backend_faults
from policies.engine.stack import Resource, Stack

_CLUSTER = "aws_rds_cluster"


class StateInside(Policy):
    """The backend of a render; a plan does not say where its state is."""

    id = "CKV_TDG_813"
    title = "The state of a stack with databases is encrypted, in a bucket of its own region and account"
    category = "residency"
    why = "The state holds the name, address and endpoint of everything in the cell, and whatever a provider put there."
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    fix = "Keep the state in an S3 bucket of the environment's region and account, encrypted under a key from there."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each fault of the backend."""
        del resource
        if stack.kind == "render" and (stack.of(_CLUSTER) or set(stack.backend or {"s3": {}}) != {"local"}):
            for attribute, problem in backend_faults(stack):
                yield Violation(f"the state: {problem}", attribute=f"terraform.backend.{attribute}")


check = register(StateInside)
