"""The state in its bucket: which one it is, who holds its lock, and what an interrupted apply left in it."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from generator.errors import ToolError
from generator.spec.model import Environment

STACK = "terraform"
ROLES = "roles"
"""The names of an environment's states in its bucket: the stack's own, and that of its delivery's roles."""

_MISSING = {"NoSuchKey", "NoSuchBucket", "NoSuchLifecycleConfiguration", "404", "NotFound"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Which state a plan was made against. A state that is not there yet has no lineage, and serial 0."""

    lineage: str
    serial: int


@dataclass(frozen=True, slots=True)
class Lock:
    """Who works on a state. `created` is UTC, in ISO 8601."""

    id: str
    who: str
    operation: str
    created: str

    def __str__(self) -> str:
        return f"{self.who} since {self.created[:19]} UTC ({self.operation}, lock {self.id})"


class StateStore:
    """An environment's state, read through the SDK. All methods raise ToolError where S3 does not answer."""

    def __init__(self, session: boto3.Session, environment: Environment, name: str = STACK) -> None:
        self._s3 = session.client("s3")
        self._bucket = environment.state_bucket
        self._key = f"{environment.environment}/{name}.tfstate"

    def exists(self) -> bool:
        """Whether there is a bucket for it."""
        try:
            self._s3.head_bucket(Bucket=self._bucket)
        except (BotoCoreError, ClientError) as error:
            if _is_missing(error):
                return False
            raise _unreachable(self._bucket, error) from error
        return True

    def is_closed(self) -> bool:
        """Whether the bucket has got its lifecycle, which comes last when Tidegate makes it."""
        try:
            self._s3.get_bucket_lifecycle_configuration(Bucket=self._bucket)
        except (BotoCoreError, ClientError) as error:
            if _is_missing(error):
                return False
            raise _unreachable(self._bucket, error) from error
        return True

    def mark(self) -> Mark:
        """Which state it is now."""
        return mark_of(self.content())

    def content(self) -> dict[str, Any]:
        """The state as Terraform wrote it; empty where there is none."""
        return self._read(self._key)

    def lock(self) -> Lock | None:
        """Who holds the lock."""
        held = self._read(f"{self._key}.tflock")
        return Lock(held["ID"], held["Who"], held["Operation"], held["Created"]) if held else None

    def tainted(self) -> list[str]:
        """The addresses of the resources whose creation was cut short."""
        return tainted_in(self.content())

    def _read(self, key: str) -> dict[str, Any]:
        try:
            body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except (BotoCoreError, ClientError) as error:
            if _is_missing(error):
                return {}
            raise _unreachable(self._bucket, error) from error
        found: dict[str, Any] = json.loads(body)
        return found


def mark_of(state: dict[str, Any]) -> Mark:
    """Which state this is."""
    return Mark(str(state.get("lineage", "")), int(state.get("serial", 0)))


def tainted_in(state: dict[str, Any]) -> list[str]:
    """The addresses of a state's resources whose creation was cut short."""
    return [
        f"{each['type']}.{each['name']}{_index(instance)}"
        for each in state.get("resources", [])
        for instance in each["instances"]
        if instance.get("status") == "tainted"
    ]


def mark_in_plan(file: Path) -> Mark:
    """Which state a saved plan was made against.

    A plan file is a zip archive with the state in it:
    https://github.com/hashicorp/terraform/blob/main/internal/plans/planfile/reader.go (checked 2026-11-22).
    Raises ToolError for a file that is none.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return mark_of(json.loads(archive.read("tfstate")))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ToolError(f"{file.name} is no saved plan: {error}", fix="plan the environment again") from error


def _index(instance: dict[str, Any]) -> str:
    return f"[{json.dumps(instance['index_key'])}]" if "index_key" in instance else ""


def _is_missing(error: BotoCoreError | ClientError) -> bool:
    return isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") in _MISSING


def _unreachable(bucket: str, error: Exception) -> ToolError:
    return ToolError(
        f"the state in {bucket} cannot be read: {error}",
        fix="see that the target runs, and that the credentials may read the bucket",
    )
