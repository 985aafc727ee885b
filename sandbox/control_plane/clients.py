"""What specs name and other teams own: the roles and security groups of a database's clients."""

from ipaddress import IPv4Address
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.security_groups import SecurityGroup
from moto.iam.models import iam_backends

from sandbox.control_plane.context import CONTEXT, LOCK

TRUST = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},'
    '"Action":"sts:AssumeRole"}]}'
)


def make(account: str, region: str, roles: list[str], groups: dict[str, list[str]]) -> None:
    """Makes roles and security groups that are not there yet; a group's members have the addresses given."""
    with LOCK:
        for role in roles:
            _make_role(account, role)
        for group, addresses in groups.items():
            _make_group(account, region, group)
            CONTEXT.members[account, region, group] = [IPv4Address(address) for address in addresses]


def _make_role(account: str, name: str) -> None:
    iam = iam_backends[account]["aws"]
    if name not in [role.name for role in iam.roles.values()]:
        iam.create_role(
            role_name=name,
            assume_role_policy_document=TRUST % account,
            path="/",
            permissions_boundary=None,
            description="An application's role",
            tags=[],
            max_session_duration="3600",
        )


def _make_group(account: str, region: str, group_id: str) -> None:
    ec2: Any = ec2_backends[account][region]
    vpc = ec2.get_default_vpc().id
    if not ec2.get_security_group_from_id(group_id):
        group = SecurityGroup(ec2, group_id, f"client-{group_id}", "An application's security group", vpc, tags={})
        ec2.groups[vpc][group_id] = group
