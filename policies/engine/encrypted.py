"""Policies on what is encrypted under a key that it names in an argument."""

from collections.abc import Iterator
from typing import ClassVar

from policies.engine.keys import customer_key
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, Value


class UnderCustomerKey(Policy):
    """A policy that `attribute` names a customer-managed key of this stack, of the resource's region and account.

    A literal ARN is a violation even if region and account are right: nothing shows what key that is.
    """

    category = "encryption"
    attribute: ClassVar[str]

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the resource."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the key is certainly such a key."""
        yield from key_violations(self.attribute, resource.get(self.attribute), resource, stack)


def key_violations(attribute: str, value: Value, resource: Resource, stack: Stack) -> Iterator[Violation]:
    """What is wrong with the key that the resource's `attribute` names."""
    problem = customer_key(value, stack, resource)
    if problem is not None:
        at = problem.attribute if problem.culprit else attribute
        yield Violation(f"{attribute} {problem}", problem.culprit, at)
