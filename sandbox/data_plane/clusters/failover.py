"""How a reader becomes the writer, in the order that loses nothing."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import pymysql

from sandbox.data_plane.clusters.election import Standing, elect
from sandbox.data_plane.clusters.gtids import GtidSet
from sandbox.data_plane.clusters.member import MemberServer
from sandbox.data_plane.servers.connection import Administration

ANSWER_SECONDS = 2.0
PATIENCE_SECONDS = 10.0
"""For an answer without which nobody can be elected: a busy machine is no reason to end without a writer."""

APPLY_SECONDS = 300.0
OTHER_APPLIES_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Elected:
    """The reader that will be the writer, and what it has received: all that the cluster's history holds from now."""

    member: MemberServer
    received: GtidSet


def choose(readers: Sequence[MemberServer], preferred: str | None) -> Elected | None:
    """Stops what the readers receive and elects one; None if none surely holds every acknowledged commit.

    The writer must be fenced before. Readers that answer go on receiving if nobody is elected.
    """
    sets = _stop_all(readers, ANSWER_SECONDS)
    name = _elected(readers, sets, preferred)
    silent = [reader for reader in readers if sets[reader.identifier] is None and reader.serves_as_reader]
    if name is None and silent:
        sets |= _stop_all(silent, PATIENCE_SECONDS)
        name = _elected(readers, sets, preferred)
    for reader in readers:
        held = sets[reader.identifier]
        if reader.identifier == name and held is not None:
            return Elected(reader, held)
    for reader in readers:
        if sets[reader.identifier] is not None:
            _receive_again(reader)
    return None


def promote(
    elected: Elected, others: Sequence[MemberServer], password: str, crowned: Callable[[Administration], None]
) -> None:
    """Applies what was received, lets the others follow, and opens for writes. Raises pymysql.MySQLError.

    `crowned` notes that it is the writer: a sandbox that ends from here on must not begin again with the old one.
    """
    replication = elected.member.family.replication
    with elected.member.administration(APPLY_SECONDS + ANSWER_SECONDS) as admin:
        if not replication.apply_received(admin, elected.received, APPLY_SECONDS):
            raise pymysql.OperationalError(f"{elected.member.identifier} has not applied what it received")
        with ThreadPoolExecutor(max(len(others), 1)) as together:
            # The first commit waits for one of them, wherever this server stands then.
            repointing = [together.submit(_turn, other, elected, password) for other in others]
            replication.stop_following(admin)
            elected.member.lose()
            crowned(admin)
            replication.open_for_writes(admin)
        for done in repointing:
            done.result()


def repoint(reader: MemberServer, writer: MemberServer, password: str) -> None:
    """Makes a reader follow `writer`; one that does not answer is left as it is, for the monitor to mend."""
    reader.following = False
    try:
        with reader.administration(ANSWER_SECONDS) as admin:
            reader.family.replication.follow(admin, writer.source(password))
            reader.following = True
    except (pymysql.MySQLError, OSError):
        reader.lose()


def _turn(other: MemberServer, elected: Elected, password: str) -> None:
    """Lets a reader apply what it received itself, and get the rest from the new writer."""
    replication = other.family.replication
    with suppress(pymysql.MySQLError, OSError), other.administration(OTHER_APPLIES_SECONDS + ANSWER_SECONDS) as admin:
        own = replication.following(admin).received
        replication.apply_received(admin, own if elected.received >= own else elected.received, OTHER_APPLIES_SECONDS)
    repoint(other, elected.member, password)


def _stop_all(readers: Sequence[MemberServer], seconds: float) -> dict[str, GtidSet | None]:
    with ThreadPoolExecutor(len(readers)) as together:
        stopped = {each.identifier: together.submit(_stop_receiving, each, seconds) for each in readers}
    return {name: each.result() for name, each in stopped.items()}


def _elected(readers: Sequence[MemberServer], sets: Mapping[str, GtidSet | None], preferred: str | None) -> str | None:
    return elect([_standing(reader, sets[reader.identifier]) for reader in readers], preferred)


def _stop_receiving(reader: MemberServer, seconds: float) -> GtidSet | None:
    if not reader.serves_as_reader:
        return None
    try:
        with reader.administration(seconds) as admin:
            return reader.family.replication.stop_receiving(admin)
    except (pymysql.MySQLError, OSError):
        return None


def _receive_again(reader: MemberServer) -> None:
    try:
        with reader.administration(ANSWER_SECONDS) as admin:
            reader.family.replication.receive_again(admin)
    except (pymysql.MySQLError, OSError):
        reader.lose()


def _standing(reader: MemberServer, held: GtidSet | None) -> Standing:
    if held is None and reader.following:
        # It was there a moment ago: nobody can have been seen level with the writer since it went.
        return Standing(reader.identifier, None, reader.caught_up_at, time.monotonic())
    return Standing(reader.identifier, held, reader.caught_up_at, reader.lost_at)
