"""The calls that only a stand-in has, besides faults: clients, throttling, expiry, its clock, its status."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from moto.rds.models import rds_backends

from sandbox.control_plane import clients
from sandbox.control_plane.access import web_identity
from sandbox.control_plane.admin import Admin, Body, RefusedError, text_of
from sandbox.control_plane.context import CONTEXT, LOCK
from sandbox.control_plane.expiring import Expiry
from sandbox.control_plane.throttling import Throttle

STATUSES = range(400, 600)


class Controls:
    """Adds the calls to the prefix."""

    def __init__(self, admin: Admin, throttle: Throttle, expiry: Expiry) -> None:
        self._throttle, self._expiry = throttle, expiry
        admin.route("POST", "clients", self.clients)
        admin.route("POST", "throttle", self.throttle)
        admin.route("POST", "expire", self.expire)
        admin.route("POST", "clock", self.clock)
        admin.route("POST", "token", self.token)
        admin.route("GET", "status", self.status)

    def clients(self, body: Body) -> object:
        """Makes the roles and security groups of clients, which other teams own."""
        roles, groups = body.get("roles", []), body.get("security_groups", {})
        if not isinstance(roles, list) or not isinstance(groups, dict):
            raise _bad("`roles` lists names, `security_groups` maps ids to addresses")
        clients.make(text_of(body, "account"), text_of(body, "region"), roles, groups)
        CONTEXT.changed()
        return {}

    def throttle(self, body: Body) -> object:
        """Refuses a share `rate` of the calls from now on, with `statuses`."""
        rate, statuses = body.get("rate"), body.get("statuses", [429, 500])
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate < 1:
            raise _bad("`rate` is a share from 0 up to, but not including, 1")
        if not isinstance(statuses, list) or not statuses or not all(each in STATUSES for each in statuses):
            raise _bad("`statuses` lists HTTP statuses from 400 to 599")
        self._throttle.rate, self._throttle.statuses = float(rate), statuses
        return {"rate": rate, "statuses": statuses}

    def expire(self, body: Body) -> object:
        """Lets the credentials of every session of an account run out."""
        with LOCK:
            return {"expired": self._expiry.expire(text_of(body, "account"))}

    def clock(self, body: Body) -> object:
        """Moves the sandbox's time forward by `advance_seconds`; sets how long a minute of an alarm lasts."""
        ahead, minute = body.get("advance_seconds", 0), body.get("minute_seconds", CONTEXT.minute_seconds)
        if not isinstance(ahead, int | float) or ahead < 0 or not isinstance(minute, int | float) or minute <= 0:
            raise _bad("`advance_seconds` and `minute_seconds` are positive numbers")
        with LOCK:
            CONTEXT.ahead += timedelta(seconds=ahead)
            CONTEXT.minute_seconds = float(minute)
        CONTEXT.changed()
        return {"now": CONTEXT.now().isoformat(), "minute_seconds": minute}

    def token(self, body: Body) -> object:
        """A token as an identity provider (GitHub's, where none is named) gives one to a workflow's job."""
        issuer = text_of(body, "issuer") if "issuer" in body else web_identity.GITHUB
        return {"token": web_identity.issue(text_of(body, "subject"), text_of(body, "audience"), issuer)}

    def status(self, _: Body) -> object:
        """What the sandbox holds."""
        with LOCK:
            clusters = [_told(each) for _, _, rds in rds_backends.iter_backends() for each in rds.clusters.values()]
        return {
            "now": CONTEXT.now().isoformat(),
            "mysql": CONTEXT.backing.engine(),
            "lacks": dict(CONTEXT.backing.lacks()),
            "throttle": {"rate": self._throttle.rate, "refused": self._throttle.refused},
            "clusters": clusters,
        }


def _told(cluster: Any) -> dict[str, Any]:
    return {
        "account": cluster.account_id,
        "region": cluster.region,
        "cluster": cluster.resource_id,
        "status": cluster.status,
        "members": cluster.db_cluster_members,
    }


def _bad(message: str) -> RefusedError:
    return RefusedError(HTTPStatus.BAD_REQUEST, message)
