"""Every secret is rotated."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.rotations import LONGEST_DAYS, interval_problems, rotations_of
from policies.engine.stack import Resource, Stack, shown


class SecretRotation(Policy):
    """A function of this stack rotates each secret, at once and then on a schedule."""

    id = "CKV_TDG_319"
    title = f"Secrets are rotated at once, and then within {LONGEST_DAYS} days"
    category = "identity"
    why = (
        "A password that is never changed is known to everybody who ever saw it. Before its first rotation a secret "
        "holds no password at all, so that nobody can log in until then."
    )
    source = "https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4"
    fix = f"Add an aws_secretsmanager_secret_rotation with the rotation function, of at most {LONGEST_DAYS} days."
    types = ("aws_secretsmanager_secret",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the secret."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a rotation, and what is wrong with each."""
        found = rotations_of(resource, stack)
        if not found:
            yield Violation("no aws_secretsmanager_secret_rotation of this stack rotates the secret")
        for rotation in found:
            yield from interval_problems(rotation)
            yield from _function_problems(rotation, stack)
            at_once = rotation.get("rotate_immediately", True)
            if truth(at_once) is not True:
                message = f"rotate_immediately is {shown(at_once)}, and not true"
                yield Violation(message, rotation.address, "rotate_immediately")


def _function_problems(rotation: Resource, stack: Stack) -> Iterator[Violation]:
    attribute = "rotation_lambda_arn"
    function = stack.target(rotation.get(attribute), "aws_lambda_function")
    if function is None or function.mode != "managed" or function.region != rotation.region:
        message = f"{attribute} is {shown(rotation.get(attribute))}, no function of this stack"
        yield Violation(message, rotation.address, attribute)


check = register(SecretRotation)
