"""Which things a statement is about: patterns of ARNs of the environment's region and account."""

from generator.facts.permissions import permissions
from generator.spec.model import Environment

Condition = tuple[str, str, list[str]]


def scope_of(scope: str, environment: Environment) -> list[str]:
    """The patterns of ARNs of a scope of `permissions.yaml`, in an environment."""
    names = {
        "region": environment.region,
        "account": environment.account_id,
        "environment": environment.environment,
    }
    return [each.format(**names) for each in permissions().scopes[scope]]


def everything_of(service: str, environment: Environment) -> list[str]:
    """All of a service in the environment's region and account; hosted zones' ARNs have neither of them."""
    account = environment.account_id
    if service == "route53":
        return ["arn:aws:route53:::*"]
    if service == "iam":
        return [f"arn:aws:iam::{account}:*"]
    # Dashboards have no region in their ARN.
    dashboards = [f"arn:aws:cloudwatch::{account}:dashboard/*"] if service == "cloudwatch" else []
    return [f"arn:aws:{service}:{environment.region}:{account}:*", *dashboards]


def keys(environment: Environment) -> str:
    """Every key of the environment's region and account."""
    return f"arn:aws:kms:{environment.region}:{environment.account_id}:key/*"


def in_region(environment: Environment) -> Condition:
    """The condition that a call goes to the environment's region."""
    return "StringEquals", "aws:RequestedRegion", [environment.region]


def via(environment: Environment, *services: str) -> Condition:
    """The condition that a key is used through one of the services of the environment's region."""
    return "StringEquals", "kms:ViaService", [f"{each}.{environment.region}.amazonaws.com" for each in services]
