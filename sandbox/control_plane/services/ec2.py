"""EC2: descriptions of rules between security groups."""

from moto.ec2.models.security_groups import SecurityGroupRule


def _description(rule: SecurityGroupRule) -> str | None:
    """A rule's description, also where its source is a group and not a range of addresses.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
    """
    own = rule.ip_range if isinstance(rule.ip_range, dict) else {}
    described = own.get("Description") or (rule.source_group or {}).get("Description")
    return str(described) if described else None


def register() -> None:
    """Has every rule tell its description."""
    SecurityGroupRule.description = property(_description)
