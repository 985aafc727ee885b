"""What is in force although nobody declared it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.defaults import Default, defaults
from generator.live.account import Live
from generator.live.assertion import Fault, assertion

_LONGEST = 80
_FIX = "declare it in `modules/`, or accept it with a reason in `generator/facts/defaults.yaml`"


@assertion(701, "No default is in force that nobody has accepted", defaults().source)
def no_hidden_defaults(live: Live) -> Iterator[Fault]:
    """What Terraform made is compared with what the render declares.

    Attributes that were left out are filled in by the provider or by AWS, and a new version of either may fill in
    something else. Each that has a value must be one of `generator/facts/defaults.yaml`. What lies in the state is as
    old as the last plan or apply; what has changed since is drift.
    """
    declared: Mapping[str, Any] = live.declared.get("resource", {})
    for resource in _state(live).get("resources", []):
        if resource["mode"] != "managed":
            continue
        kind, name = resource["type"], resource["name"]
        written = declared.get(kind, {}).get(name, {})
        for instance in resource["instances"]:
            for attribute, value in sorted(instance["attributes"].items()):
                if attribute not in written and not _is_accepted(kind, attribute, value, declared):
                    said = f"{kind}.{name} has {attribute} = {_shown(value)}, which nobody declared"
                    yield Fault("environment", said, f"{kind}.{name}", _FIX)


def _state(live: Live) -> Mapping[str, Any]:
    bucket, key = live.environment.state_bucket, f"{live.name}/terraform.tfstate"
    state: Mapping[str, Any] = json.loads(live.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    return state


def _is_accepted(kind: str, attribute: str, value: Any, declared: Mapping[str, Any]) -> bool:
    known = defaults()
    if attribute in known.everywhere or attribute in known.reported.get(kind, ()) or _is_empty(value):
        return True
    default = known.accepted.get((kind, attribute))
    return default is not None and _fits(default, value, declared)


def _fits(default: Default, value: Any, declared: Mapping[str, Any]) -> bool:
    return default.any or default.declared_by in declared or value in default.values


def _is_empty(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_empty, value.values()))
    if isinstance(value, list):
        return all(map(_is_empty, value))
    return not value


def _shown(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
