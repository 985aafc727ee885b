"""Who signed a request, and whether IAM knows them."""

from dataclasses import dataclass

from moto.iam.models import get_account_id_from, iam_backends

from sandbox.identity.principals import PARTITION, Principal, principal

ADMINISTRATOR = "tidegate-sandbox"
"""The name of the role that the sandbox hands out credentials of: no role of IAM, and it may do everything."""
EVERYTHING = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}


@dataclass(frozen=True, slots=True)
class Caller:
    """A user, or a session of a role that is in IAM."""

    account: str
    who: Principal


def caller_of(access_key: str) -> Caller | None:
    """Who has a key; None for whoever IAM does not know: the sandbox's own administrator, who may do everything."""
    account = get_account_id_from(access_key)
    who = principal(account, access_key)
    if who is None:
        return None
    roles = [role.arn for role in iam_backends[account][PARTITION].roles.values()]
    is_role = ":assumed-role/" in who.arn
    return None if is_role and who.identity not in roles else Caller(account, who)


def administrator(account: str) -> Caller:
    """The administrator of an account, where a policy asks who it is."""
    role = f"arn:aws:iam::{account}:role/{ADMINISTRATOR}"
    session = f"arn:aws:sts::{account}:assumed-role/{ADMINISTRATOR}/{ADMINISTRATOR}"
    return Caller(account, Principal(session, role, "", None, None, [EVERYTHING]))
