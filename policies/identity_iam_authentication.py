"""Databases take IAM tokens for logins."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

_SWITCH = "iam_database_authentication_enabled"
_PROXY = "aws_db_proxy"


class IamAuthentication(Policy):
    """IAM authentication is on at each database, and demanded by each proxy before one."""

    id = "CKV_TDG_301"
    title = "Databases take IAM tokens for logins"
    category = "identity"
    why = (
        "Without it every application needs a password that somebody keeps. It is off by default, and AWS documents "
        "it for the creation of a Multi-AZ DB cluster only."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html"
    fix = f"Set {_SWITCH} to true; for a proxy, set iam_auth to REQUIRED."
    types = ("aws_rds_cluster", "aws_db_instance", _PROXY)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes it."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation unless it is certainly on; for a proxy, unless each of its ways in demands it."""
        del stack
        if resource.type != _PROXY:
            on = resource.get(_SWITCH)
            if truth(on) is not True:
                yield Violation(f"{_SWITCH} is {shown(on)}, and not true", attribute=_SWITCH)
            return
        for index, auth in enumerate(resource.blocks("auth") or [{}]):
            if auth.get("iam_auth") != "REQUIRED":
                message = f"iam_auth is {shown(auth.get('iam_auth'))}, and not REQUIRED"
                yield Violation(message, attribute=f"auth.{index}.iam_auth")


check = register(IamAuthentication)
