"""Whose an access key is, and what that principal's policies say: read from moto's own IAM and STS."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.iam.models import Policy, iam_backends
from moto.sts.models import sts_backends

from sandbox.identity.policies import Document

PARTITION = "aws"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who signs with a key: `secret`, the session (None for a user's own key), its end, and policies.

    `identity` is the ARN that policies name: of the role, where `arn` is that of a session of it.
    Each of `limits` is a set of policies that must allow as well: a permissions boundary, a session policy.
    """

    arn: str
    identity: str
    secret: str = field(repr=False)
    session_token: str | None = field(repr=False)
    expires: datetime | None
    policies: Sequence[Document]
    limits: Sequence[Sequence[Document]] = ()


def principal(account: str, access_key: str) -> Principal | None:
    """The principal of an account that has this access key; None if nobody there has, or the key is switched off."""
    return _assumed_role(account, access_key) or _user(account, access_key)


def _assumed_role(account: str, access_key: str) -> Principal | None:
    session = sts_backends[account][PARTITION].get_assumed_role_from_access_key(access_key)
    if session is None:
        return None
    expires = session.expiration
    role = _role(account, session.role_arn)
    return Principal(
        session.arn,
        session.role_arn,
        session.secret_access_key,
        session.session_token,
        expires if expires.tzinfo else expires.replace(tzinfo=UTC),
        [] if role is None else _policies_of_role(role),
        [*_boundary(account, role), *([[json.loads(session.policy)]] if session.policy else [])],
    )


def _user(account: str, access_key: str) -> Principal | None:
    iam = iam_backends[account][PARTITION]
    for user in iam.users.values():
        for key in user.access_keys:
            if key.access_key_id == access_key and key.status == "Active":
                policies, limits = _policies_of_user(iam, user), _boundary(account, user)
                return Principal(user.arn, user.arn, key.secret_access_key, None, None, policies, limits)
    return None


def _role(account: str, arn: str) -> Any | None:
    roles = iam_backends[account][PARTITION].roles.values()
    return next((role for role in roles if role.arn == arn), None)


def _policies_of_role(role: Any) -> list[Document]:
    return [*_documents(role.policies.values()), *_managed(role.managed_policies.values())]


def _policies_of_user(iam: Any, user: Any) -> list[Document]:
    found = [*_documents(user.policies.values()), *_managed(user.managed_policies.values())]
    for group in iam.get_groups_for_user(user.name):
        found += [*_documents(group.policies.values()), *_managed(group.managed_policies.values())]
    return found


def _boundary(account: str, owner: Any) -> list[list[Document]]:
    arn = getattr(owner, "permissions_boundary_arn", None) or getattr(owner, "permissions_boundary", None)
    if not arn:
        return []
    policy = iam_backends[account][PARTITION].managed_policies.get(arn)
    # A boundary that is gone allows nothing.
    return [list(_managed([policy])) if policy else []]


def _documents(texts: Iterable[str]) -> list[Document]:
    return [json.loads(text) for text in texts]


def _managed(policies: Iterable[Policy]) -> list[Document]:
    versions = [version for policy in policies for version in policy.versions if version.is_default]
    return _documents(version.document for version in versions)
