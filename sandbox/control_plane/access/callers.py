"""Who signed a request, and whether IAM knows them."""

from dataclasses import dataclass

from moto.iam.models import get_account_id_from, iam_backends

from sandbox.identity.principals import PARTITION, Principal, principal


@dataclass(frozen=True, slots=True)
class Caller:
    """A user, or a session of a role that is in IAM."""

    account: str
    who: Principal

    @property
    def identity(self) -> str:
        """The ARN that policies name: of the role, where a session of it calls."""
        kind, _, rest = self.who.arn.partition(":assumed-role/")
        return f"{kind.replace(':sts:', ':iam:')}:role/{rest.split('/')[0]}" if rest else self.who.arn


def caller_of(access_key: str) -> Caller | None:
    """Who has a key; None for whoever IAM does not know: the sandbox's own administrator, who may do everything."""
    account = get_account_id_from(access_key)
    who = principal(account, access_key)
    if who is None:
        return None
    caller = Caller(account, who)
    roles = [role.name for role in iam_backends[account][PARTITION].roles.values()]
    is_role = ":assumed-role/" in who.arn
    return None if is_role and caller.identity.rsplit("/", 1)[-1] not in roles else caller
