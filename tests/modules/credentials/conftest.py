"""A secret in Secrets Manager and the database it is for, on the eve of a rotation."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.secretsmanager.models import FakeSecret, secretsmanager_backends

from modules.credentials.rotation.database import Database, Server
from modules.credentials.rotation.handler import run_step
from modules.credentials.rotation.secret import Login, Versions
from modules.credentials.rotation.steps import Rotation
from tests.modules.credentials.server import (
    CA_BUNDLE,
    MASTER,
    MASTER_PASSWORD,
    READER,
    WRITER,
    Account,
    InMemoryServer,
)

ACCOUNT = "123456789012"
REGION = "eu-west-1"
STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
GRANTS = ["GRANT SELECT, INSERT ON `orders`.* TO {}"]


class Scene:
    """One secret and one server, and Secrets Manager's part in a rotation."""

    def __init__(self, username: str = "settlement") -> None:
        self.client = boto3.client("secretsmanager", REGION)
        self.server = InMemoryServer()
        self.server.accounts[username] = Account("no password has this digest", locked=True, tls=True, grants=[*GRANTS])
        master = json.dumps({"username": MASTER, "password": MASTER_PASSWORD})
        self.master_arn = self.client.create_secret(Name="master", SecretString=master)["ARN"]
        self.bare = {
            "engine": "mysql",
            "host": WRITER,
            "port": 3306,
            "dbname": "orders",
            "username": username,
            "alternate": f"{username}_clone",
            "masterarn": self.master_arn,
        }
        self.arn = self.client.create_secret(
            Name="eu-west-1/orders/settlement",
            SecretString=json.dumps(self.bare),
            Tags=[{"Key": "endpoint", "Value": "writer"}],
        )["ARN"]

    def start(self) -> str:
        """Does what Secrets Manager does first: a version with the label AWSPENDING and without a value."""
        secret = self._switch_rotation(on=True)
        token = str(uuid.uuid4())
        secret.remove_version_stages_from_old_versions(["AWSPENDING"])
        secret.versions[token] = {"createdate": 0, "version_id": token, "version_stages": ["AWSPENDING"]}
        return token

    def disable(self) -> None:
        """Disables rotation, which moto's own call does for functions of its own only."""
        self._switch_rotation(on=False)

    def _switch_rotation(self, *, on: bool) -> FakeSecret:
        secret = secretsmanager_backends[ACCOUNT][REGION].secrets[self.arn]
        assert isinstance(secret, FakeSecret)
        secret.rotation_enabled = secret.rotation_requested = on
        return secret

    def run(self, step: str, token: str) -> None:
        """Runs one step, as the function's handler does."""
        run_step(step, Versions(self.client, self.arn, token), self.endpoints())

    def rotation(self, token: str, pause: Callable[[float], None]) -> Rotation:
        """A rotation that waits by `pause`."""
        return Rotation(Versions(self.client, self.arn, token), self.endpoints(), pause=pause)

    def endpoints(self) -> Server:
        """The database, reached as the function reaches it."""
        return Server(self.server.connect, Database(WRITER, READER, self.master_arn), CA_BUNDLE)

    def rotate(self) -> dict[str, Any]:
        """Runs a whole rotation, and returns what clients then read."""
        token = self.start()
        for step in STEPS:
            self.run(step, token)
        return self.read("AWSCURRENT")

    def read(self, stage: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(
            self.client.get_secret_value(SecretId=self.arn, VersionStage=stage)["SecretString"]
        )
        return value

    def versions(self) -> dict[str, tuple[list[str], str]]:
        """The labels and the text of every version."""
        found = self.client.list_secret_version_ids(SecretId=self.arn, IncludeDeprecated=True)["Versions"]
        return {
            each["VersionId"]: (
                sorted(each.get("VersionStages", [])),
                self.client.get_secret_value(SecretId=self.arn, VersionId=each["VersionId"])["SecretString"],
            )
            for each in found
        }

    def overwrite(self, **changes: object) -> None:
        """Puts a current value in place that somebody changed."""
        self.replace(json.dumps({**self.read("AWSCURRENT"), **changes}))

    def replace(self, text: str) -> None:
        """Puts another text in the place of the current value."""
        current = self.client.get_secret_value(SecretId=self.arn, VersionStage="AWSCURRENT")["VersionId"]
        changed = self.client.put_secret_value(SecretId=self.arn, SecretString=text, VersionStages=["CHANGED"])
        self.client.update_secret_version_stage(
            SecretId=self.arn,
            VersionStage="AWSCURRENT",
            MoveToVersionId=changed["VersionId"],
            RemoveFromVersionId=current,
        )

    def admits(self, value: dict[str, Any]) -> bool:
        """Whether the writer lets a client in with what it read."""
        return self.endpoints().admits(WRITER, 3306, Login(value["username"], value["password"]))


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "unused")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        yield


@pytest.fixture
def scene() -> Scene:
    return Scene()
