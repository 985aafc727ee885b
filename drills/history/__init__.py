"""What clients did and saw: one line an event, in the order in which it happened."""

from drills.history.events import Event, Kind, Outcome, read_events, sha256_of
from drills.history.operations import NEMESIS, Operation, paired
from drills.history.recording import Recorder

__all__ = [
    "NEMESIS",
    "Event",
    "Kind",
    "Operation",
    "Outcome",
    "Recorder",
    "paired",
    "read_events",
    "sha256_of",
]
