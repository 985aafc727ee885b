"""What was applied serves: the rendered statements make the users, and each role logs in as its own alone."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.spec.model import Environment
from generator.targets.resolver import NameServer
from tests.integration.site import Site, site
from tests.sandbox.inside import mysql

HOME, DATABASE = "eu-west-1", "orders"
BASTION, STRANGER = "10.20.48.10", "10.20.48.11"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One environment with real servers, and the users of its databases; with TIDEGATE_SITE it stays, too."""
    kept = os.environ.get("TIDEGATE_SITE")
    folder = Path(kept) / "served" if kept else tmp_path_factory.mktemp("served")
    with site(folder, [HOME], databases=True, stays=bool(kept)) as served:
        assert served.reports[HOME]["exit"] == 0, served.reports[HOME]["said"]
        statements = (served.project.build(HOME) / f"sql/{DATABASE}.sql").read_text()
        said = as_master(served, statements=statements)
        assert (said.returncode, said.stderr) == (0, "")
        yield served


def cluster(served: Site) -> Mapping[str, Any]:
    return served.account(HOME).cluster()


def as_master(served: Site, *options: str, statements: str | None = None) -> "subprocess.CompletedProcess[str]":
    found = cluster(served)
    secrets = served.account(HOME).client("secretsmanager")
    secret = json.loads(secrets.get_secret_value(SecretId=found["MasterUserSecret"]["SecretArn"])["SecretString"])
    host = f"--host={found['Endpoint']}"
    return asked(
        served, BASTION, secret["password"], host, f"--user={secret['username']}", *options, statements=statements
    )


def asked(
    served: Site, source: str, password: str, *options: str, statements: str | None = None
) -> "subprocess.CompletedProcess[str]":
    folder: Path = served.project.sandbox
    return mysql(folder, source, password, "--ssl-mode=VERIFY_IDENTITY", *options, statements=statements)


def log_in(served: Site, role: str, user: str, *, writer: bool, source: str = BASTION) -> tuple[str, str]:
    """What the client says on both outputs: who it is, with a token that is signed by the role."""
    host = cluster(served)["Endpoint" if writer else "ReaderEndpoint"]
    signer = served.target(HOME).session()
    issued = signer.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    rds = signer.client(
        "rds",
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key=issued["SecretAccessKey"],
        aws_session_token=issued["SessionToken"],
    )
    token = rds.generate_db_auth_token(host, 3306, user, HOME)
    said = asked(served, source, token, f"--host={host}", f"--user={user}", "--execute=SELECT CURRENT_USER()")
    return said.stdout, said.stderr


def iam_users(environment: Environment) -> dict[str, tuple[str, bool]]:
    """User name -> the role that may be it, and whether it works at the writer endpoint."""
    users = environment.databases[DATABASE].users
    return {user.name: (str(user.role), user.endpoint == "writer") for user in users if user.auth == "iam"}


def test_each_role_logs_in_as_its_user_and_as_no_other(served: Site, environment: Environment) -> None:
    users = iam_users(environment)
    roles = {name: role for name, (role, _) in users.items()}
    assert len(users) > 1
    for name, (role, writer) in users.items():
        assert log_in(served, role, name, writer=writer) == (f"{name}@%\n", "")
        for other in set(roles) - {name}:
            assert "ERROR 1045 (28000)" in log_in(served, role, other, writer=writer)[1]


def test_nobody_connects_from_an_address_that_the_spec_does_not_name(served: Site, environment: Environment) -> None:
    name, (role, writer) = next(iter(iam_users(environment).items()))
    said = log_in(served, role, name, writer=writer, source=STRANGER)[1]
    assert said.startswith("ERROR 2003 (HY000): Can't connect")


def test_a_write_at_the_reader_endpoint_is_refused(served: Site) -> None:
    reader = cluster(served)["ReaderEndpoint"]
    said = as_master(served, f"--host={reader}", "--execute=CREATE TABLE orders.refused (id INT)")
    assert said.stderr.startswith("ERROR 1290 (HY000)")


def test_the_names_of_the_private_zone_lead_to_the_endpoints(served: Site) -> None:
    said = served.target(HOME).nameserver
    assert said
    names = NameServer(said.address, said.port)
    zone = f"{DATABASE}.{HOME}.tidegate.internal"
    writer = names.resolve(cluster(served)["Endpoint"])
    assert names.resolve(f"writer.{zone}") == writer
    assert names.resolve(f"reader.{zone}") != writer


def test_the_parameters_of_the_spec_are_those_of_the_servers(served: Site) -> None:
    said = as_master(served, "--execute=SELECT @@require_secure_transport, @@tls_version, @@gtid_mode")
    assert said.stdout == "1\tTLSv1.2,TLSv1.3\tON\n"
