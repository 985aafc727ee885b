"""What a secret holds, and the versions of it that a rotation moves through."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_secretsmanager import SecretsManagerClient

CURRENT = "AWSCURRENT"
PENDING = "AWSPENDING"
ENDPOINT_TAG = "endpoint"
PASSWORD_LENGTH = 40
# What is left of the punctuation needs no escaping in a URL, a shell, SQL or JSON.
EXCLUDED_CHARACTERS = "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}"

_TEXTS = ("host", "username", "alternate", "masterarn")


class RotationError(Exception):
    """A rotation that cannot go on. The message holds no secret."""


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the database and its password."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Value:
    """The content of a user's secret: where to connect, as which account, and which one comes next."""

    fields: Mapping[str, Any]

    @classmethod
    def parse(cls, text: str) -> "Value":
        """Reads a secret's text. Raises RotationError where it is not what this function rotates."""
        fields = _parsed(text)
        lacking = [key for key in _TEXTS if not (isinstance(fields.get(key), str) and fields[key])]
        if fields.get("engine") != "mysql" or not isinstance(fields.get("port"), int) or lacking:
            raise RotationError(f"the secret needs engine mysql, an integer port, and the texts {', '.join(_TEXTS)}")
        return cls(fields)

    @property
    def host(self) -> str:
        """The endpoint that the application connects to."""
        return str(self.fields["host"])

    @property
    def port(self) -> int:
        """The port of all endpoints."""
        return int(self.fields["port"])

    @property
    def username(self) -> str:
        """The account in use."""
        return str(self.fields["username"])

    @property
    def master_arn(self) -> str:
        """The secret of the master user, who may change accounts."""
        return str(self.fields["masterarn"])

    @property
    def login(self) -> Login | None:
        """The account in use and its password; None before the first rotation."""
        password = self.fields.get("password")
        return Login(self.username, str(password)) if password else None

    @property
    def accounts(self) -> tuple[str, str]:
        """The account in use, and its alternate."""
        return self.username, str(self.fields["alternate"])

    @property
    def next_accounts(self) -> tuple[str, str]:
        """The same after the next rotation: the other way round, but for the first one."""
        in_use, alternate = self.accounts
        return (alternate, in_use) if self.login else (in_use, alternate)

    def succeeded(self, password: str, *, host: str, master_arn: str) -> "Value":
        """What comes after this value.

        `host` and `master_arn` are as the stack has them now.
        """
        username, alternate = self.next_accounts
        turn = {"username": username, "alternate": alternate, "password": password}
        return Value({**self.fields, **turn, "host": host, "masterarn": master_arn})

    def text(self) -> str:
        """The value as the secret's text."""
        return json.dumps(self.fields)


class Versions:
    """The versions of one secret, in the rotation that `token` stands for."""

    def __init__(self, client: "SecretsManagerClient", secret_id: str, token: str) -> None:
        self._client = client
        self._secret_id = secret_id
        self._token = token

    def finished(self) -> bool:
        """Whether the rotation is over. Raises RotationError unless it is this secret's running rotation."""
        secret = self._client.describe_secret(SecretId=self._secret_id)
        if not secret.get("RotationEnabled"):
            raise RotationError(f"{self._secret_id}: rotation is disabled")
        stages = secret.get("VersionIdsToStages", {}).get(self._token)
        if stages is None:
            raise RotationError(f"{self._secret_id}: version {self._token} is unknown")
        if CURRENT in stages:
            return True
        if PENDING not in stages:
            raise RotationError(f"{self._secret_id}: version {self._token} is not {PENDING}")
        return False

    def endpoint(self) -> str:
        """`writer` or `reader`: where the application connects, from the secret's tags.

        Terraform keeps tags true when the spec changes; the value is out of its reach after the first rotation.
        """
        tags = self._client.describe_secret(SecretId=self._secret_id).get("Tags", [])
        found = [tag["Value"] for tag in tags if tag["Key"] == ENDPOINT_TAG]
        if found not in (["writer"], ["reader"]):
            raise RotationError(f"{self._secret_id}: the tag {ENDPOINT_TAG} is neither writer nor reader")
        return found[0]

    def current(self) -> Value:
        """The value that clients use now."""
        answer = self._client.get_secret_value(SecretId=self._secret_id, VersionStage=CURRENT)
        return Value.parse(answer["SecretString"])

    def pending(self) -> Value | None:
        """The value that this rotation made, if it has made one."""
        try:
            answer = self._client.get_secret_value(
                SecretId=self._secret_id, VersionId=self._token, VersionStage=PENDING
            )
        except self._client.exceptions.ResourceNotFoundException:
            return None
        return Value.parse(answer["SecretString"])

    def put_pending(self, value: Value) -> None:
        """Stores this rotation's value."""
        self._client.put_secret_value(
            SecretId=self._secret_id,
            ClientRequestToken=self._token,
            SecretString=value.text(),
            VersionStages=[PENDING],
        )

    def promote(self) -> None:
        """Makes this rotation's version the one that clients use."""
        versions = self._client.describe_secret(SecretId=self._secret_id)["VersionIdsToStages"]
        current = next(version for version, stages in versions.items() if CURRENT in stages)
        self._client.update_secret_version_stage(
            SecretId=self._secret_id, VersionStage=CURRENT, MoveToVersionId=self._token, RemoveFromVersionId=current
        )

    def new_password(self) -> str:
        """A random password of 40 characters that Secrets Manager made."""
        answer = self._client.get_random_password(
            PasswordLength=PASSWORD_LENGTH, ExcludeCharacters=EXCLUDED_CHARACTERS, RequireEachIncludedType=True
        )
        return answer["RandomPassword"]

    def master(self, arn: str) -> Login:
        """The master user's login, from the secret that RDS manages: it holds a name and a password, no host.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html (checked 2026-11-22).
        """
        fields = _parsed(self._client.get_secret_value(SecretId=arn, VersionStage=CURRENT)["SecretString"])
        if not (fields.get("username") and fields.get("password")):
            raise RotationError(f"{arn}: the master secret needs username and password")
        return Login(str(fields["username"]), str(fields["password"]))


def _parsed(text: str) -> dict[str, Any]:
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise RotationError("the secret is not a JSON object")
    return fields
