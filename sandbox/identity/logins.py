"""The whole question: who wants to log in where as whom, and is that theirs to do."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.identity.conditions import UnknownOperatorError, Values
from sandbox.identity.policies import Decision, Request, decide
from sandbox.identity.principals import Principal, principal
from sandbox.identity.tokens import RefusedError, Token


@dataclass(frozen=True, slots=True)
class Login:
    """A login at a cluster: `hosts` are the names that a token may be signed for."""

    account: str
    region: str
    resource_id: str
    hosts: frozenset[str]
    port: int
    user: str
    token: str = field(repr=False)

    @property
    def resource(self) -> str:
        """What `rds-db:connect` must be allowed on."""
        return f"arn:aws:rds-db:{self.region}:{self.account}:dbuser:{self.resource_id}/{self.user}"


def refusal(login: Login, now: datetime) -> str | None:
    """Why a login is refused; None if it is not. Reads moto's state: the caller holds what guards it."""
    try:
        token = Token.parse(login.token)
        _check_address(login, token)
        token.check_time(now)
        who = _signer(login, token)
        _check_session(who, token, now)
        token.check_signature(who.secret)
        _check_permission(who, login, now)
    except (RefusedError, UnknownOperatorError) as error:
        return str(error)
    return None


def _check_address(login: Login, token: Token) -> None:
    if token.user != login.user:
        raise RefusedError(f"the token is for the user {token.user}, not for {login.user}")
    if token.host.lower() not in {host.lower() for host in login.hosts}:
        raise RefusedError(f"the token is for {token.host}, which is no endpoint of this cluster")
    if token.port != login.port:
        raise RefusedError(f"the token is for port {token.port}, not for {login.port}")
    if token.region != login.region:
        raise RefusedError(f"the token is for {token.region}, not for {login.region}")


def _signer(login: Login, token: Token) -> Principal:
    who = principal(login.account, token.access_key)
    if who is None:
        raise RefusedError(f"nobody in account {login.account} has the access key of the token")
    return who


def _check_session(who: Principal, token: Token, now: datetime) -> None:
    given, wanted = token.session_token or "", who.session_token or ""
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        raise RefusedError("the token lacks the session token of its temporary credentials, or has another one")
    if who.expires and now >= who.expires:
        raise RefusedError("the token's temporary credentials have expired")


def _check_permission(who: Principal, login: Login, now: datetime) -> None:
    request = Request("rds-db:connect", login.resource, who.identity, _values(login, now))
    if any(decide(documents, request) is not Decision.ALLOW for documents in (who.policies, *who.limits)):
        raise RefusedError(f"no policy allows {who.arn} rds-db:connect on {login.resource}")


def _values(login: Login, now: datetime) -> Values:
    """What conditions may ask of a login. RDS does not support all global keys: what is not here, a login has not."""
    return {
        "aws:principalaccount": login.account,
        "aws:requestedregion": login.region,
        "aws:currenttime": now.isoformat(),
    }
