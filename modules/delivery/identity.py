"""What the apply role may do with roles: never more than a boundary lets them do."""

from generator.facts.permissions import permissions
from generator.spec.model import Environment
from modules.delivery.names import workload_boundary
from modules.delivery.scopes import scope_of
from modules.part import Statement

BOUNDED = ("iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy")
ATTACHING = ("iam:AttachRolePolicy", "iam:DetachRolePolicy")


def roles(environment: Environment) -> list[Statement]:
    """Roles are made and filled within the boundary alone, and handed to the services that they are for.

    Without it, whoever may write a role's policy has every permission that there is.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (checked 2026-11-25).
    """
    own = scope_of("roles", environment)
    boundary = workload_boundary(environment)
    bounded = [boundary] if boundary else []
    statements = [
        Statement(
            sid="BoundRoles",
            actions=BOUNDED,
            resources=own,
            conditions=[("StringEquals", "iam:PermissionsBoundary", bounded)],
        ),
        Statement(
            sid="PassRoles",
            actions=["iam:PassRole"],
            resources=own,
            conditions=[("StringEquals", "iam:PassedToService", permissions().passed_to)],
        ),
        Statement(
            sid="ServiceLinkedRoles",
            actions=["iam:CreateServiceLinkedRole"],
            resources=[f"arn:aws:iam::{environment.account_id}:role/aws-service-role/*"],
            conditions=[("StringEquals", "iam:AWSServiceName", permissions().service_linked)],
        ),
    ]
    return [*statements, *_attaching(environment, own)]


def _attaching(environment: Environment, own: list[str]) -> list[Statement]:
    """An application's role gets the policies of its users; nothing else of it is changed."""
    applications = sorted({user.role for database in environment.databases.values() for user in database.users})
    policies = [*scope_of("policies", environment), *permissions().attachable]
    attach = Statement(
        sid="AttachOwnPolicies",
        actions=ATTACHING,
        resources=[*own, *applications],
        conditions=[("ArnLike", "iam:PolicyARN", policies)],
    )
    read = Statement(
        sid="ReadApplications",
        actions=["iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
        resources=applications,
    )
    return [attach, read] if applications else [attach]
