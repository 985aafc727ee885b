"""Roles that may sign in: IAM roles, of the environment's own account, each named in full."""

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.users import UserRule
from generator.spec.document import Path
from generator.spec.model import User

_ARNS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"
_ROLE = re.compile(r"arn:aws:iam::[0-9]{12}:role/([\w+=,.@-]+/)*[\w+=,.@-]{1,64}", re.ASCII)


class WildcardRole(UserRule):
    """The role is one role."""

    id = "USR010"
    title = "A role is named in full, without wildcards"
    source = _ARNS
    explanation = "A policy is attached to one role. A wildcard attaches to nothing, or would let in roles made later."

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on a wildcard."""
        if _has_wildcard(user.role):
            fix = "write the ARN of the one role that may sign in"
            yield self.finding((*path, "role"), f"{user.role} has a wildcard, and a role must be named in full", fix)


class NotARole(UserRule):
    """The ARN is that of an IAM role."""

    id = "USR011"
    title = "A user signs in as an IAM role"
    source = _ARNS
    explanation = (
        "Only an IAM role (`arn:aws:iam::<account>:role/<name>`) can be given the policy to connect. Sessions of a "
        "role (`sts … assumed-role`), users, groups and resources of other services cannot, and neither can a role of "
        "another partition of AWS."
    )

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on an ARN of anything else."""
        if not _has_wildcard(user.role) and not _ROLE.fullmatch(user.role):
            yield self.finding(
                (*path, "role"),
                f"{user.role} is not the ARN of an IAM role",
                "write it as in arn:aws:iam::222222222222:role/order-gateway",
            )


class ForeignRole(UserRule):
    """The role is of the environment's account."""

    id = "USR012"
    title = "A role is of the environment's own account"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html"
    explanation = (
        "Terraform attaches policies in its own account only, and a role of another account would carry the data's "
        "credentials out of the cell. Let it assume a role of this account instead."
    )

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on a role of another account."""
        account = user.role.split(":")[4]
        if account and account != self.environment.account_id:
            yield self.finding(
                (*path, "role"),
                f"the role is of account {account}, and the environment is in {self.environment.account_id}",
                f"name a role of account {self.environment.account_id}",
            )


def _has_wildcard(role: str) -> bool:
    return "*" in role or "?" in role


RULES = (WildcardRole, NotARole, ForeignRole)
