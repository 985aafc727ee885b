"""Which reader becomes the writer. A pure decision: what was seen goes in, a name or nothing comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.data_plane.clusters.gtids import GtidSet


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands when the writer is gone. Times are seconds of one clock.

    `received` is None for a reader that does not answer. `caught_up_at`: when it was last known to hold all that the
    writer had; None since its server was started. `lost_at`: when it last went away or stopped answering.
    """

    reader: str
    received: GtidSet | None
    caught_up_at: float | None
    lost_at: float | None = None


def elect(standings: Sequence[Standing], preferred: str | None = None) -> str | None:
    """The reader that surely holds every acknowledged commit; None if no reader surely does.

    A commit is acknowledged when one reader holds it. So two readers that have both been with the writer hold all
    of them between them; one alone does if it has been seen level with the writer since the other went away.
    `preferred` wins over others that hold as much.
    """
    answering = [standing for standing in standings if standing.received is not None]
    fit = [standing for standing in answering if _is_fit(standing, standings) and _leads(standing, answering)]
    names = sorted(standing.reader for standing in fit)
    return preferred if preferred in names else next(iter(names), None)


def any_fit(standings: Sequence[Standing]) -> bool:
    """Whether some reader holds all that was acknowledged, as far as one can say without comparing what they hold."""
    return any(standing.received is not None and _is_fit(standing, standings) for standing in standings)


def _is_fit(standing: Standing, standings: Sequence[Standing]) -> bool:
    if standing.caught_up_at is None:
        return False
    others = [other for other in standings if other.reader != standing.reader]
    return all(_cannot_know_more(other, standing.caught_up_at) for other in others)


def _cannot_know_more(other: Standing, caught_up_at: float) -> bool:
    if other.received is not None and other.caught_up_at is not None:
        return True
    return other.lost_at is not None and other.lost_at <= caught_up_at


def _leads(standing: Standing, answering: Sequence[Standing]) -> bool:
    assert standing.received is not None
    return all(standing.received >= other.received for other in answering if other.received is not None)
