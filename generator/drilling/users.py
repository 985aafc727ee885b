"""Makes the users of the spec on a sandbox, as an operator does on AWS: by the script that lies beside the render."""

import json
import time
from contextlib import closing
from pathlib import Path

import pymysql
from botocore.exceptions import ClientError
from pymysql.constants import CLIENT

from drills.arena import admitted_source
from drills.cluster import Cluster
from drills.mysql import Connector, Timeouts
from drills.site import Site
from drills.subject import Subject
from generator.errors import ToolError

ROTATION_SECONDS = 60


def make_users(site: Site, subject: Subject, script: Path) -> None:
    """Runs the script as the master user, and lets the users' secrets get their first password.

    Raises ToolError where there is no script, or a statement or a rotation fails.
    """
    if not script.is_file():
        raise ToolError(f"there is no {script}", fix=f"apply the environment: `make apply ENV={subject.environment}`")
    cluster = Cluster(site, subject.region, subject.cluster)
    host, port = cluster.endpoint("writer")
    connector = Connector(
        host=host,
        port=port,
        login=cluster.master(),
        resolve=site.resolve,
        ca_bundle=site.ca_bundle,
        source=admitted_source(site, subject),
        timeouts=Timeouts(5, 30),
        flags=CLIENT.MULTI_STATEMENTS,
    )
    try:
        with closing(connector.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(script.read_text(encoding="utf-8"))
            while cursor.nextset():
                pass
    except pymysql.err.MySQLError as error:
        raise ToolError(f"{script.name} fails on {subject.cluster}: {error}", fix="see what the server says") from error
    for user in subject.users:
        if user.auth == "secret":
            _first_rotation(site, subject, user.name)


def _first_rotation(site: Site, subject: Subject, user: str) -> None:
    """Begins the rotation that could not work as long as its user was not there, and waits for a password."""
    client = site.session(region=subject.region).client("secretsmanager")
    name = f"{subject.environment}/{subject.cluster}/{user.replace('_', '-')}"
    limit, begun = time.monotonic() + ROTATION_SECONDS, False
    while "password" not in json.loads(client.get_secret_value(SecretId=name)["SecretString"]):
        if not begun:
            try:
                client.rotate_secret(SecretId=name)
                begun = True
            except ClientError as error:
                if "isn't complete" not in str(error):
                    raise ToolError(f"{name} cannot be rotated: {error}", fix="see the function's log") from error
        if time.monotonic() > limit:
            raise ToolError(f"{name} got no password in {ROTATION_SECONDS} s", fix="see the rotation function's log")
        time.sleep(0.5)
