"""What the login plugin does in a real server, whoever decides."""

import subprocess
from collections.abc import Iterator
from ipaddress import IPv4Network
from pathlib import Path

import pymysql
import pytest

from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.certificates import Authority
from sandbox.data_plane.login import Attempt, Verifier, built
from sandbox.data_plane.servers.distribution import Distribution
from tests.sandbox.data_plane.one_server import OneServer, running

NAME = "orders.cluster-c0ffee.eu-west-1.rds.amazonaws.com"
GOOD_TOKEN = "host/?Action=connect&X-Amz-Security-Token=" + "t" * 1500


class Desk:
    """Lets one token in, and remembers who came."""

    def __init__(self) -> None:
        self.seen: list[Attempt] = []
        self.broken = False

    def decide(self, attempt: Attempt) -> bool:
        self.seen.append(attempt)
        if self.broken:
            raise RuntimeError
        return attempt.token == GOOD_TOKEN


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


@pytest.fixture(autouse=True)
def nobody_came(desk: Desk) -> None:
    desk.seen.clear()
    desk.broken = False


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def server(
    distribution: Distribution,
    template: Path,
    authority: Authority,
    desk: Desk,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OneServer]:
    addresses, verifier = Addresses(), Verifier(desk.decide)
    address = addresses.claim(IPv4Network("10.20.64.0/20"), 3306, "login")
    issued = authority.issue(tmp_path_factory.mktemp("certificate"), [NAME])
    plugin = built(distribution)
    with running(
        distribution, template, address, 3306, issued, options=plugin.options, variables=verifier.variables
    ) as server:
        server.execute(
            "CREATE USER order_writer IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL",
            "CREATE USER without_require IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'",
        )
        yield server
    verifier.close()
    addresses.close()


def log_in(server: OneServer, authority: Authority, token: str, user: str = "order_writer") -> str:
    """Who one is after having logged in with PyMySQL."""
    connection = pymysql.connect(
        host=str(server.address),
        port=server.port,
        user=user,
        password=token,
        ssl_ca=str(authority.bundle),
        ssl_verify_cert=True,
        auth_plugin_map={},
    )
    with connection, connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_USER()")
        row = cursor.fetchone()
    assert row
    return str(row[0])


def test_a_token_that_is_good_opens_a_session(server: OneServer, authority: Authority, desk: Desk) -> None:
    assert log_in(server, authority, GOOD_TOKEN) == "order_writer@%"
    assert desk.seen == [Attempt("order_writer", "127.0.0.1", GOOD_TOKEN)]


def test_a_token_that_is_not_is_refused(server: OneServer, authority: Authority) -> None:
    with pytest.raises(pymysql.OperationalError, match=r"1045.*Access denied for user 'order_writer'") as refused:
        log_in(server, authority, "secret")
    assert "secret" not in str(refused.value)


def test_whoever_cannot_decide_lets_nobody_in(server: OneServer, authority: Authority, desk: Desk) -> None:
    desk.broken = True
    with pytest.raises(pymysql.OperationalError, match="1045"):
        log_in(server, authority, GOOD_TOKEN)


def test_no_token_is_no_login(server: OneServer, authority: Authority, desk: Desk) -> None:
    with pytest.raises(pymysql.OperationalError, match="1045"):
        log_in(server, authority, "")
    assert desk.seen == []


def test_a_token_in_the_clear_is_refused_and_never_looked_at(server: OneServer, desk: Desk) -> None:
    server.execute("SET GLOBAL require_secure_transport = OFF")
    try:
        with pytest.raises(pymysql.OperationalError, match="1045"):
            pymysql.connect(
                host=str(server.address), port=3306, user="without_require", password=GOOD_TOKEN, ssl_disabled=True
            )
    finally:
        server.execute("SET GLOBAL require_secure_transport = ON")
    assert desk.seen == []


def test_the_command_line_client_logs_in(server: OneServer, authority: Authority) -> None:
    command = [
        str(server.distribution.program("mysql")),
        *("--no-defaults", f"--host={server.address}", "--port=3306"),
        *("--user=order_writer", "--enable-cleartext-plugin", f"--ssl-ca={authority.bundle}", "--ssl-mode=VERIFY_CA"),
        *("--batch", "--skip-column-names", "--execute=SELECT CURRENT_USER()"),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={"MYSQL_PWD": GOOD_TOKEN})
    assert said.stdout == "order_writer@%\n"


def test_a_user_with_an_attribute_is_there_when_users_are_loaded_again(server: OneServer, authority: Authority) -> None:
    """As after each start of a server: of a user that is left out then, no statement can be replicated any more."""
    how = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL"
    server.execute(
        f"""CREATE USER marked {how} ATTRIBUTE '{{"owner": "us"}}'""", "FLUSH PRIVILEGES", f"ALTER USER marked {how}"
    )
    assert log_in(server, authority, GOOD_TOKEN, "marked") == "marked@%"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("AWSAuthenticationPlugin AS 'else'", 1827),
        ("AWSAuthenticationPlugin AS ''", 1396),
        ("AWSAuthenticationPlugin", 1396),
        ("AWSAuthenticationPlugin BY 'password'", 1396),
    ],
)
def test_a_user_can_be_made_in_the_one_way_of_rds_alone(server: OneServer, how: str, code: int) -> None:
    with pytest.raises(pymysql.MySQLError) as refused:
        server.execute(f"CREATE USER wrong IDENTIFIED WITH {how}")
    assert refused.value.args[0] == code
