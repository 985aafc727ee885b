"""What an apply begins to make, written down at once: whoever kills it cannot keep that from the next run.

Terraform saves the state of a long apply every twenty seconds, and gives up the calls under way when it is told to
stop. What was made in between exists, and is in no state.
https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/local/hook_state.go
"""

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.facts.imports import import_id
from generator.terraform.diagnostics import Diagnostic, Event

FILE = ".begun.jsonl"
BLOCKS = "begun.tf.json"
"""Import blocks, beside the render. https://developer.hashicorp.com/terraform/language/import"""

Find = Callable[[str, Mapping[str, Any], Mapping[str, str]], str | None]
"""Looks for a resource by its type, its arguments and its tags; its id, or None."""

_NOT_THERE = "Cannot import non-existent remote object"


class Journal:
    """The resources that applies in a folder have begun to make since one of them came to its end.

    A write that fails is passed over: what Terraform does at that moment is worth more than a note of it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._blocks = folder / BLOCKS
        self._render = folder / "cdk.tf.json"

    def hear(self, event: Event) -> None:
        """Writes down that a resource is being made, or was."""
        if event.action != "create" or event.type not in ("apply_start", "apply_complete"):
            return
        with suppress(OSError), self._file.open("a") as out:
            out.write(json.dumps({"address": event.address, "id": event.identity}) + "\n")

    def begun(self) -> dict[str, str | None]:
        """Address -> the id that the provider reported, or None for what was not finished."""
        found: dict[str, str | None] = {}
        for line in self._file.read_text().splitlines() if self._file.exists() else ():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # the last line, of a command that was killed while it wrote
            found[entry["address"]] = entry["id"] or found.get(entry["address"])
        return found

    def take_up(
        self, known: Collection[str], only: Collection[str] | None = None, find: Find = lambda *_about: None
    ) -> list[str]:
        """Has the next plan import what was begun and is not in the state (`known`); returns its addresses.

        With `only`, nothing but these. `find` is asked for the id of what was not finished.
        """
        render = json.loads(self._render.read_text())
        stack: Mapping[str, Any] = render["resource"]
        blocks = []
        for address, reported in self.begun().items():
            kind, _, name = address.partition(".")
            arguments = stack.get(kind, {}).get(name)
            if not arguments or address in known or (only is not None and address not in only):
                continue
            given = {**_shared(render), **arguments}
            identity = import_id(kind, given, reported or find(kind, arguments, _tags(render, arguments)))
            if identity:
                blocks.append({"to": address, "id": identity})
        if blocks:
            self._blocks.write_text(json.dumps({"import": blocks}, indent=2) + "\n")
        else:
            self._blocks.unlink(missing_ok=True)
        return [each["to"] for each in blocks]

    def forget(self) -> None:
        """All that was begun is in the state."""
        self._file.unlink(missing_ok=True)
        self._blocks.unlink(missing_ok=True)


def _tags(render: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, str]:
    """All tags of a resource, the provider's among them."""
    provider = render.get("provider", {}).get("aws", [{}])[0]
    shared = provider.get("default_tags", [{}])[0].get("tags", {})
    return {**shared, **(arguments.get("tags") or {})}


def _shared(render: Mapping[str, Any]) -> dict[str, object]:
    """What import ids are made of beside a resource's own arguments."""
    accounts = render.get("terraform", {}).get("backend", {}).get("s3", {}).get("allowed_account_ids", [])
    return {"path": "/", **({"account": accounts[0]} if accounts else {})}


def not_there(addresses: Collection[str], errors: Collection[Diagnostic]) -> list[str]:
    """Of some addresses, those of which an error says that there is nothing to import."""
    said = " ".join(each.detail for each in errors if each.summary == _NOT_THERE)
    return [each for each in addresses if f'"{each}"' in said]
