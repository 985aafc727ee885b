"""The drills by name, in the order in which `all` holds them; the modules are imported when they are needed."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from drills.arena import Arena
from drills.checkers import Verdict

Run = Callable[[Arena], Sequence[Verdict]]

DRILLS: Mapping[str, str] = {
    "access": "who gets in, and who must not",
    "residency": "where everything is, as the live APIs say",
    "load": "the trading workload, ramped up to what the cluster bears",
    "latency": "what a hop to the other region would cost",
    "rotation": "passwords that change while everybody works",
    "restore": "a cluster from backups, to a chosen second",
    "alerts": "a fault for each alarm and subscription",
    "failover": "failovers under load, and what they must not lose",
}
"""Each name is that of a module beside this one, and what the drill shows."""


def runner(name: str) -> Run:
    """The function that holds a drill."""
    run: Run = import_module(f"drills.{name}").run
    return run
