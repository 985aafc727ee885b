"""What AWS Lambda calls."""

import logging
import os
from collections.abc import Mapping

import boto3
import pymysql

from .database import Database, Server
from .secret import RotationError, Versions
from .steps import Rotation

_LOG = logging.getLogger(__name__)
_LOG.setLevel(logging.INFO)


def handle(event: Mapping[str, str], _context: object) -> None:
    """Runs the step of a rotation that Secrets Manager asks for.

    `event` holds `SecretId`, `ClientRequestToken` and `Step`. The environment holds the names `WRITER_ENDPOINT` and
    `READER_ENDPOINT`, the `MASTER_SECRET_ARN`, and `CA_BUNDLE`, a file of certificates. Raises RotationError where
    the step cannot be done; Secrets Manager then tries again.
    Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
    (checked 2026-11-22).
    """
    database = Database(os.environ["WRITER_ENDPOINT"], os.environ["READER_ENDPOINT"], os.environ["MASTER_SECRET_ARN"])
    server = Server(pymysql.connect, database, os.environ["CA_BUNDLE"])
    versions = Versions(boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"])
    run_step(event["Step"], versions, server)
    _LOG.info("%s is done for %s", event["Step"], event["SecretId"])


def run_step(step: str, versions: Versions, server: Server) -> None:
    """Runs one step, unless the rotation is over. Raises RotationError for a step that there is not."""
    rotation = Rotation(versions, server)
    steps = {
        "createSecret": rotation.create,
        "setSecret": rotation.set,
        "testSecret": rotation.test,
        "finishSecret": rotation.finish,
    }
    if step not in steps:
        raise RotationError(f"{step} is no step of a rotation")
    if not versions.finished():
        steps[step]()
