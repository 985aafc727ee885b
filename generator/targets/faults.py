"""The sandbox's own interface, beside the AWS APIs that it answers."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from typing import Any

from generator.errors import ToolError

_SECONDS = 30
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SandboxFaults:
    """What the sandbox at `admin` (a URL) can do to its servers and to itself. All methods raise ToolError."""

    def __init__(self, admin: str) -> None:
        self._admin = admin.rstrip("/")

    def member(self, action: str, *, account: str, region: str, cluster: str, member: str) -> None:
        """Does `kill`, `hang`, `resume`, `stop` or `start` to a member of a cluster."""
        self._post(f"faults/{action}", {"account": account, "region": region, "cluster": cluster, "member": member})

    def clients(self, account: str, region: str, roles: Sequence[str], groups: Mapping[str, Sequence[str]]) -> None:
        """Makes what other teams bring along: roles by name, and security groups with the addresses of their hosts."""
        self._post(
            "clients", {"account": account, "region": region, "roles": list(roles), "security_groups": dict(groups)}
        )

    def throttle(self, rate: float, statuses: tuple[int, ...]) -> None:
        """Lets the API answer a share `rate` (0 to 1) of all calls with one of `statuses`."""
        self._post("throttle", {"rate": rate, "statuses": list(statuses)})

    def expire(self, account: str) -> None:
        """Lets the credentials that the sandbox has handed out for an account run out."""
        self._post("expire", {"account": account})

    def refused(self) -> int:
        """How many calls were refused so far because of `throttle`."""
        return int(self._get("status")["throttle"]["refused"])

    def pass_time(self, days: int) -> None:
        """Moves the sandbox's time forward: windows, rotations and deletions become due."""
        self._post("clock", {"advance_seconds": days * 86_400})

    def _post(self, path: str, body: dict[str, object]) -> None:
        self._call(path, json.dumps(body).encode())

    def _get(self, path: str) -> Any:
        return json.loads(self._call(path))

    def _call(self, path: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(f"{self._admin}/{path}", body, {"Content-Type": "application/json"})
        try:
            with _DIRECT.open(request, timeout=_SECONDS) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace").strip()
            raise ToolError(f"the sandbox refuses {path}: {said}", fix="see what it says") from error
        except OSError as error:
            raise ToolError(f"the sandbox does not answer: {error}", fix="start it: `make sandbox`") from error
