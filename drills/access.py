"""Who gets in, and who must not: every right way works, every wrong one is refused for its own reason."""

import ssl
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import pymysql
import yaml

from drills.arena import SCHEMA, Arena
from drills.checkers import Anomaly, Verdict, judged, ways
from drills.checkers.ways import IN
from drills.cluster import Password
from drills.errors import DrillError
from drills.history import Outcome
from drills.mysql import Connector
from drills.mysql.outcomes import code_of
from drills.mysql.tokens import LIFE_SECONDS, Token
from drills.secrets import secret_login
from drills.subject import DatabaseUser
from drills.workloads import Sets

DENIED = (1045,)
NO_TLS = (3159, 1045)
OLD_TLS = (2003, 2013, 2026)
UNREACHED = (2003,)
READ_ONLY = (1290, 1836)
PROBE = "tidegate_drill_probe"
AGED = LIFE_SECONDS + 60
KNOWN_SECONDS = 60


class Door:
    """Tries one way after the other, and writes down what became of it."""

    def __init__(self, arena: Arena) -> None:
        self._arena = arena

    def try_(self, way: str, connector: Connector, expected: Sequence[Any], *statements: str) -> Any:
        """Connects, and runs the statements; the answer is `in`, or the number of the error."""
        self._arena.tell(way)
        record = self._arena.recorder.record
        record("invoke", 0, ways.CHECK, "try", {"way": way, "expected": list(expected)})
        answer, outcome = _answer(connector, statements or ("SELECT CURRENT_USER()",))
        record(outcome, 0, ways.CHECK, "try", answer)
        return answer


def run(arena: Arena) -> list[Verdict]:
    """Holds the drill. Raises DrillError where it cannot be held."""
    door = Door(arena)
    for user in arena.subject.users:
        if user.auth == "iam":
            _tokens(arena, door, user)
        else:
            _secret(arena, door, user)
    _network(arena, door)
    with arena.ground([Sets()]) as login:
        arena.cluster.wait(lambda: _known(arena, login), seconds=KNOWN_SECONDS, what="the drill's user on every member")
        reader = arena.connector("reader", login)
        door.try_("a write at the reader endpoint", reader, READ_ONLY, "INSERT INTO elements (element) VALUES (1)")
        door.try_("a read at the reader endpoint", reader, (IN,), "SELECT COUNT(*) FROM elements")
    return [ways.check(arena.recorder.operations()), admitted(arena)]


def _known(arena: Arena, login: Password) -> bool:
    """Whether every member has the drill's user and table: readers hear of them later."""
    try:
        for member in arena.cluster.members().values():
            arena.to_member(member, login, schema=SCHEMA).ask("SELECT COUNT(*) FROM elements")
    except pymysql.err.MySQLError:
        return False
    return True


def _tokens(arena: Arena, door: Door, user: DatabaseUser) -> None:
    own = Token(user.name, arena.site.session(region=arena.subject.region, role=user.role), arena.subject.region)
    others = [each for each in arena.subject.users if each.role != user.role and each.auth == "iam"]
    right = arena.connector(user.endpoint, own, schema=None)
    wrong: dict[str, Any] = {
        "a token of another user": replace(own, signed_for=f"not_{user.name}"),
        "a token for another region": replace(own, region=arena.subject.elsewhere),
        "a token for another host": replace(own, host=f"other.{right.host}"),
        "a token that has expired": replace(own, age=AGED),
        "a password": Password(user.name, "tidegate-drill"),
    }
    for other in others[:1]:
        wrong["a token of another role"] = replace(own, session=arena.site.session(role=other.role))
    door.try_(f"{user.name}: a token of its role", right, (IN,))
    for way, login in wrong.items():
        door.try_(f"{user.name}: {way}", replace(right, login=login), DENIED)
    # Without TLS a real token would be seen by everybody.
    plain = replace(right, login=Password(user.name, "tidegate-drill"), tls=False)
    door.try_(f"{user.name}: no TLS", plain, NO_TLS)
    _privileges(arena, door, user, right)


def _secret(arena: Arena, door: Door, user: DatabaseUser) -> None:
    login = secret_login(arena, user)
    right = arena.connector(user.endpoint, login, schema=None)
    door.try_(f"{user.name}: the password of its secret", right, (IN,))
    door.try_(f"{user.name}: another password", replace(right, login=Password(login.user, "tidegate-drill")), DENIED)
    door.try_(f"{user.name}: no TLS", replace(right, login=Password(login.user, "tidegate-drill"), tls=False), NO_TLS)
    _privileges(arena, door, user, right)


def _privileges(arena: Arena, door: Door, user: DatabaseUser, right: Connector) -> None:
    """Each privilege, on a table that is not there; what should never work is undone if it does."""
    known = _statements()
    names = {"t": f"`{arena.subject.schema}`.{PROBE}", "p": f"`{arena.subject.schema}`.{PROBE}"}
    names |= {"s": f"`{arena.subject.schema}`", "u": f"'{right.login.user}'"}
    for privilege, statement in known["schema"].items():
        has = privilege in user.privileges
        expected = (IN, *known["missing"]) if has else known["refused"]
        kind = "privilege" if has else "privilege that it lacks"
        door.try_(f"{user.name}: {kind}, {privilege}", right, expected, statement.format(**names))
    for privilege, each in known["never"].items():
        statement = each["try"].format(**names)
        answer = door.try_(f"{user.name}: privilege that it lacks, {privilege}", right, known["refused"], statement)
        if answer == IN and each["undo"]:
            arena.connector("writer", arena.cluster.master(), schema=None).ask(each["undo"].format(**names))


def _network(arena: Arena, door: Door) -> None:
    master = arena.cluster.master()
    right = arena.connector("writer", master, schema=None)
    door.try_("master: the password of its secret", right, (IN,))
    door.try_("master: another password", replace(right, login=Password(master.user, "tidegate-drill")), DENIED)
    door.try_("master: TLS 1.1", replace(right, newest_tls=ssl.TLSVersion.TLSv1_1), OLD_TLS)
    stranger = arena.site.source(str(outsider(arena.subject.network, _ranges(arena))))
    if stranger:
        door.try_("master: from a host that is no client", replace(right, source=stranger), UNREACHED)


def _ranges(arena: Arena) -> list[IPv4Network]:
    return [IPv4Network(origin.cidr) for origin in arena.subject.origins if origin.cidr]


def outsider(network: str, admitted: Sequence[IPv4Network]) -> IPv4Address:
    """The last address of the network that no client's range holds. Raises DrillError where there is none."""
    whole = IPv4Network(network)
    for number in range(whole.num_addresses - 2, 0, -1):
        if not any(whole[number] in each for each in admitted):
            return whole[number]
    raise DrillError(f"every address of {network} may come in", fix="name narrower clients in the spec")


def admitted(arena: Arena) -> Verdict:
    """Whether the cluster's security groups let in the spec's clients, and nobody else."""
    groups = [each["VpcSecurityGroupId"] for each in arena.cluster.describe()["VpcSecurityGroups"]]
    ec2 = arena.site.session(region=arena.subject.region).client("ec2")
    found = ec2.describe_security_groups(GroupIds=groups)["SecurityGroups"]
    permissions = [each for group in found for each in group["IpPermissions"]]
    let_in = {entry["CidrIp"] for each in permissions for entry in each.get("IpRanges", [])}
    let_in |= {entry["CidrIpv6"] for each in permissions for entry in each.get("Ipv6Ranges", [])}
    let_in |= {entry["GroupId"] for each in permissions for entry in each.get("UserIdGroupPairs", [])} - set(groups)
    wanted = {origin.cidr or origin.security_group for origin in arena.subject.origins}
    return compared(wanted, let_in, _own_functions(ec2, let_in - wanted))


def compared(wanted: set[str | None], let_in: set[str], own: set[str]) -> Verdict:
    """The clients of the spec against those of the security groups, apart from the cell's `own` functions."""
    anomalies = [Anomaly("let in", f"{each} may connect, and is no client") for each in sorted(let_in - wanted - own)]
    anomalies += [Anomaly("refused", f"{each} is a client, and may not connect") for each in wanted - let_in if each]
    return judged("clients", f"{len(let_in)} sources are let in", anomalies, {"clients": len(wanted)})


def _own_functions(ec2: Any, groups: set[str]) -> set[str]:
    """Security groups of the cell's own rotation functions, by the tag that Terraform gives all it makes."""
    named = [each for each in groups if each.startswith("sg-")]
    if not named:
        return set()
    found = ec2.describe_security_groups(GroupIds=named)["SecurityGroups"]
    return {
        group["GroupId"]
        for group in found
        if any(tag["Key"].startswith("tidegate") or tag["Value"] == "tidegate" for tag in group.get("Tags", []))
    }


def _answer(connector: Connector, statements: Sequence[str]) -> tuple[Any, Outcome]:
    try:
        with closing(connector.connect()) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()
    except pymysql.err.MySQLError as error:
        return code_of(error), "ok"
    return IN, "ok"


@cache
def _statements() -> dict[str, Any]:
    known: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "privileges.yaml").read_text(encoding="utf-8"))
    return known
