"""Names that the pipeline, the boundary's users and the roles' own policies must know without a reference."""

from generator.spec.model import Environment

PATH = "/tidegate-delivery/"
"""No name that the apply role may touch begins so."""


def role_arn(environment: Environment, name: str) -> str:
    """The ARN of the environment's role `plan` or `apply`."""
    return f"arn:aws:iam::{environment.account_id}:role{PATH}{environment.environment}-{name}"


def workload_boundary(environment: Environment) -> str | None:
    """The ARN of the boundary of every role that the environment's own stack makes; None if nobody delivers it."""
    if environment.delivery is None:
        return None
    return f"arn:aws:iam::{environment.account_id}:policy{PATH}{environment.environment}-workload-boundary"
