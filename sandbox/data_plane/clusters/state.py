"""What is kept of a cluster, so that a sandbox that ends, however it ends, finds it again."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.backing import ClusterKey, ClusterOrder, Member

STATE_FILE = "cluster.json"


@dataclass(slots=True)
class Term:
    """A time in which one server was the writer. `accepted`: what of its transactions the next one took over."""

    uuid: str
    began: float
    accepted: str | None = None


@dataclass(slots=True)
class ClusterState:
    """A cluster as it is to be. Times are seconds since the epoch."""

    order: ClusterOrder
    writer: str
    replicator_password: str
    addresses: dict[str, str]
    created: float
    terms: list[Term] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    old_password_until: float | None = None


def save(state: ClusterState, folder: Path) -> None:
    """Writes the state at once or not at all, for its owner alone. The master password is not kept."""
    kept = asdict(replace(state, order=replace(state.order, master_password="")))
    draft = folder / f"{STATE_FILE}.new"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(kept, out, indent=1, default=dict)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(folder / STATE_FILE)


def load(folder: Path) -> ClusterState:
    """Reads what `save` wrote."""
    kept: dict[str, Any] = json.loads((folder / STATE_FILE).read_text())
    terms = [Term(**term) for term in kept.pop("terms")]
    return ClusterState(order=_order(kept.pop("order")), terms=terms, **kept)


def key_folder(key: ClusterKey) -> str:
    """The name of a cluster's folder."""
    return f"{key.account}-{key.region}-{key.identifier}"


def moment(seconds: float) -> datetime:
    """A time of the state, as the API says it."""
    from datetime import UTC

    return datetime.fromtimestamp(seconds, UTC)


def _order(kept: Mapping[str, Any]) -> ClusterOrder:
    return ClusterOrder(
        **{
            **kept,
            "key": ClusterKey(**kept["key"]),
            "members": [Member(**member) for member in kept["members"]],
        }
    )
