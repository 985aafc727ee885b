"""What Terraform says with `-json`, line by line."""

import json
import re
from dataclasses import dataclass
from typing import Literal

_PROTECTED = re.compile(r"Resource (\S+) has lifecycle\.prevent_destroy set")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """An error or a warning of Terraform or its provider; `address` is the resource's, where it is about one."""

    severity: Literal["error", "warning"]
    summary: str
    detail: str
    address: str | None

    @property
    def one_line(self) -> str:
        """Summary and detail without line breaks."""
        return " ".join(f"{self.summary}: {self.detail}".rstrip(": ").split())


@dataclass(frozen=True, slots=True)
class Event:
    """A line of output: its type (`planned_change`, `apply_complete`, `diagnostic`, …) and the resource, if any.

    `action` is what is done to the resource (`create`, …), `identity` the id that the provider reported at the end,
    `changes` how many there are in all, in a `change_summary`.
    """

    type: str
    address: str | None = None
    diagnostic: Diagnostic | None = None
    action: str | None = None
    identity: str | None = None
    changes: int | None = None


def read_event(line: str) -> Event | None:
    """The event in a line, or None where the line is none.

    Source: https://developer.hashicorp.com/terraform/internals/machine-readable-ui (checked 2026-11-22).
    """
    try:
        message = json.loads(line)
    except ValueError:
        return None
    if not isinstance(message, dict) or "type" not in message:
        return None
    if "diagnostic" in message:
        return Event("diagnostic", None, _diagnostic(message["diagnostic"]))
    if message["type"] == "change_summary":
        counted = message["changes"]
        return Event("change_summary", changes=sum(counted[each] for each in ("add", "change", "remove")))
    about = message.get("change") or message.get("hook") or {}
    address, action, identity = about.get("resource", {}).get("addr"), about.get("action"), about.get("id_value")
    return Event(str(message["type"]), address, None, action, identity)


def _diagnostic(said: dict[str, object]) -> Diagnostic:
    return Diagnostic(
        "warning" if said.get("severity") == "warning" else "error",
        str(said.get("summary", "")),
        str(said.get("detail", "")),
        _address(said),
    )


def _address(said: dict[str, object]) -> str | None:
    """The resource's address; of one that `prevent_destroy` keeps, it stands in the text alone."""
    protected = _PROTECTED.match(str(said.get("detail", "")))
    return str(said.get("address") or (protected.group(1) if protected else "")) or None
