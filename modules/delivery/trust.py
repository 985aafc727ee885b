"""Who may assume the plan and the apply role: one repository's workflows, by a token that lives minutes."""

from generator.spec.model.delivery import Delivery
from modules.part import Statement

AUDIENCE = "sts.amazonaws.com"


def trust(account_id: str, delivery: Delivery, subjects: list[str]) -> Statement:
    """Lets in tokens of the repository's identity provider, for these subjects alone.

    Source: https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services
    (checked 2026-11-25).
    """
    return Statement(
        sid="AssumedByWorkflow",
        actions=["sts:AssumeRoleWithWebIdentity"],
        principals={"Federated": [f"arn:aws:iam::{account_id}:oidc-provider/{delivery.provider}"]},
        conditions=[
            ("StringEquals", f"{delivery.provider}:aud", [AUDIENCE]),
            ("StringEquals", f"{delivery.provider}:sub", subjects),
        ],
    )


def plan_subjects(delivery: Delivery) -> list[str]:
    """Pull requests, and the branch that is applied from."""
    repository = f"repo:{delivery.repository}"
    return [f"{repository}:pull_request", f"{repository}:ref:refs/heads/{delivery.branch}"]


def apply_subjects(delivery: Delivery, environment: str) -> list[str]:
    """Jobs of the deployment environment alone, whose protection rules decide who lets them run."""
    return [f"repo:{delivery.repository}:environment:{environment}"]
