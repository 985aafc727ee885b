"""The master user's password is rotated."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.policy import Violation
from policies.engine.rotations import LONGEST_DAYS, interval_problems, rotations_of
from policies.engine.stack import Resource, Stack


class MasterRotation(ClusterPolicy):
    """The secret that RDS makes has a schedule in this stack. RDS rotates it itself, without a function."""

    id = "CKV_TDG_318"
    title = f"The master user's password is rotated within {LONGEST_DAYS} days"
    category = "identity"
    why = (
        "RDS rotates a managed password every seven days, unless somebody changes the schedule. Written down here, "
        "the schedule is what it is meant to be, and a change of it is seen."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html"
    fix = f"Add an aws_secretsmanager_secret_rotation on the cluster's secret, of at most {LONGEST_DAYS} days."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a schedule, and for each that is too slow or names a function."""
        found = rotations_of(resource, stack)
        if not found:
            yield Violation("no aws_secretsmanager_secret_rotation of this stack rotates its master user's secret")
        for rotation in found:
            yield from interval_problems(rotation)
            if rotation.get("rotation_lambda_arn") is not None:
                message = "it names a function to rotate a secret that RDS rotates itself"
                yield Violation(message, rotation.address, "rotation_lambda_arn")


check = register(MasterRotation)
