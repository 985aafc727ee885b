"""Passwords that change while everybody works: no login is refused that should work, and the old ones are dead."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

import pymysql

from drills.arena import Arena
from drills.checkers import Verdict, logins
from drills.clients import Crowd
from drills.cluster import Password
from drills.history import NEMESIS
from drills.mysql import Connector, Session
from drills.mysql.tokens import LIFE_SECONDS, Token
from drills.secrets import secret_content, secret_id
from drills.subject import DatabaseUser
from drills.workloads import Orders
from drills.workloads.logins import Logins

CHANGE_SECONDS = 300
DEATH_SECONDS = 180
LEFT_SECONDS = 8
"""What is left of a token's life when it is used for the first time."""


class Fresh:
    """A login that reads its secret again for each connection: the user may change with the password."""

    def __init__(self, read: Callable[[], Password]) -> None:
        self._read = read
        self._known = read()

    @property
    def user(self) -> str:
        """The user that the secret names now."""
        self._known = self._read()
        return self._known.user

    def password(self, host: str, port: int) -> str:  # noqa: ARG002
        """The password that belongs to the user that was asked for last."""
        return self._known.text


@dataclass(frozen=True, slots=True)
class Rotated:
    """A password that is to be rotated: whose, how one logs in with it, how it is read, and how its rotation begins."""

    name: str
    connector: Connector
    read: Callable[[], Password]
    begin: Callable[[], object]


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    orders = Orders()
    passwords = _passwords(arena)
    entrants = {each.name: _fresh(each) for each in passwords} | _by_token(arena)
    watched = Logins(entrants)
    with arena.ground([orders]) as login:
        crowd = Crowd(arena.recorder)
        crowd.open(orders, arena.session("writer", login))
        try:
            sessions = [arena.session("writer", login) for _ in range(arena.scale.clients)]
            crowd.add(orders, sessions, pace=arena.scale.pace)
            crowd.add(watched, [Session(each) for each in entrants.values()], pace=0.25)
            token = _expiring_token(arena)
            changed, dead = _rotate(arena, passwords)
        finally:
            crowd.stop()
        crowd.close()
    operations = [each for each in arena.recorder.operations() if each.process != NEMESIS]
    return [
        orders.check([each for each in operations if each.workload == orders.name]),
        watched.check([each for each in operations if each.workload == watched.name]),
        logins.replaced(changed, dead, [each.name for each in passwords]),
        *token,
    ]


def _passwords(arena: Arena) -> list[Rotated]:
    cluster, region = arena.cluster, arena.subject.region
    master = Rotated(
        "master",
        arena.connector("writer", cluster.master(), schema=None),
        cluster.master,
        lambda: cluster.rds.modify_db_cluster(
            DBClusterIdentifier=cluster.identifier, RotateMasterUserPassword=True, ApplyImmediately=True
        ),
    )
    manager = arena.site.session(region=region).client("secretsmanager")

    def of(user: DatabaseUser) -> Rotated:
        identifier = secret_id(arena, user)

        def read() -> Password:
            content = secret_content(arena, user)
            return Password(content["username"], content["password"])

        connector = arena.connector(user.endpoint, read(), schema=None)
        return Rotated(user.name, connector, read, lambda: manager.rotate_secret(SecretId=identifier))

    return [master, *(of(user) for user in arena.subject.users if user.auth == "secret")]


def _fresh(rotated: Rotated) -> Connector:
    return replace(rotated.connector, login=Fresh(rotated.read))


def _by_token(arena: Arena) -> dict[str, Connector]:
    region = arena.subject.region
    return {
        user.name: arena.connector(
            user.endpoint, Token(user.name, arena.site.session(region=region, role=user.role), region), schema=None
        )
        for user in arena.subject.users
        if user.auth == "iam"
    }


def _rotate(arena: Arena, passwords: list[Rotated]) -> tuple[list[str], list[str]]:
    """Rotates one after the other: the names whose password changed, and those whose old one is dead."""
    changed, doomed = [], []
    for each in passwords:
        old = each.read()
        if not _changes(arena, each):
            continue
        changed.append(each.name)
        # Two users that take turns keep the former password alive for whoever still has it, until the next turn.
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotation-strategy.html
        if each.read().user == old.user or _changes(arena, each):
            doomed.append((each, old))
    # Afterwards, as some old passwords die a while later: they do so together.
    return changed, [each.name for each, old in doomed if _dies(arena, each, old)]


def _dies(arena: Arena, rotated: Rotated, old: Password) -> bool:
    """Whether an old password opens no session any more, soon."""
    arena.tell(f"waiting for the old password of {rotated.name} to die")
    return _within(DEATH_SECONDS, partial(_refused, replace(rotated.connector, login=old)))


def _changes(arena: Arena, rotated: Rotated) -> bool:
    """Rotates a password; whether it is another one soon."""
    before = rotated.read()
    with arena.fault(f"rotate {rotated.name}"):
        rotated.begin()
        return _within(CHANGE_SECONDS, lambda: rotated.read() != before)


def _expiring_token(arena: Arena) -> list[Verdict]:
    """A token that is nearly at its end opens a connection; then it runs out."""
    users = [user for user in arena.subject.users if user.auth == "iam"]
    if not users:
        return []
    region = arena.subject.region
    session = arena.site.session(region=region, role=users[0].role)
    old = Token(users[0].name, session, region, age=LIFE_SECONDS - LEFT_SECONDS, keep=True)
    connector = arena.connector(users[0].endpoint, old, schema=None)
    arena.tell("waiting for a token to run out")
    try:
        connection = connector.connect()
    except pymysql.err.OperationalError:
        return [logins.expiring(before=False, after=False, kept=False)]
    with closing(connection):
        time.sleep(LEFT_SECONDS + 2)
        return [logins.expiring(before=True, after=_opens(connector), kept=_alive(connection))]


def _alive(connection: "pymysql.Connection[pymysql.cursors.Cursor]") -> bool:
    try:
        connection.ping(reconnect=False)
    except pymysql.err.MySQLError:
        return False
    return True


def _opens(connector: Connector) -> bool:
    try:
        connector.ask("SELECT 1")
    except pymysql.err.OperationalError:
        return False
    return True


def _refused(connector: Connector) -> bool:
    return not _opens(connector)


def _within(seconds: float, what: Callable[[], bool]) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if what():
            return True
        time.sleep(0.5)
    return False
