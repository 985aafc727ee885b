"""An environment's account, as an assertion looks at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3

from generator.spec.document import Document
from generator.spec.model import Database, Environment

Found = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Live:
    """What the API says of an account; each question is asked once.

    `session` is of the environment's region, `declared` the stack that was rendered from the spec.
    """

    environment: Environment
    document: Document
    session: boto3.Session
    declared: Mapping[str, Any] = field(default_factory=dict, repr=False)
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)
    _answers: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The environment's name, which the names of its resources begin with."""
        return self.environment.environment

    @property
    def databases(self) -> Iterator[tuple[str, Database, str]]:
        """The databases: identifier, what the spec says, and the spec path."""
        for name, database in self.environment.databases.items():
            yield name, database, f"databases.{name}"

    def client(self, service: str, region: str | None = None) -> Any:
        """A client for a service, made once."""
        key = (service, region or self.environment.region)
        if key not in self._clients:
            self._clients[key] = self.session.client(service, region_name=key[1])  # type: ignore[call-overload]
        return self._clients[key]

    def ask(self, service: str, operation: str, /, *, region: str | None = None, **arguments: Any) -> Found:
        """The answer to one call, of which there is only one page. Raises what botocore raises."""
        key = (service, operation, region, repr(sorted(arguments.items())))
        if key not in self._answers:
            self._answers[key] = getattr(self.client(service, region), operation)(**arguments)
        answer: Found = self._answers[key]
        return answer

    def items(
        self, service: str, operation: str, key: str, /, *, region: str | None = None, **arguments: Any
    ) -> list[Any]:
        """All that is listed under `key`, of all pages. Raises what botocore raises."""
        client = self.client(service, region)
        if not client.can_paginate(operation):
            return list(self.ask(service, operation, region=region, **arguments).get(key, []))
        asked = (service, operation, key, region, repr(sorted(arguments.items())))
        if asked not in self._answers:
            pages = client.get_paginator(operation).paginate(**arguments)
            self._answers[asked] = [item for page in pages for item in page.get(key, [])]
        found: list[Any] = self._answers[asked]
        return found

    def cluster(self, name: str) -> Found:
        """A database's cluster; empty where there is none."""
        clusters = self.items("rds", "describe_db_clusters", "DBClusters")
        return next((each for each in clusters if each["DBClusterIdentifier"] == name), {})

    def members(self, name: str) -> list[Found]:
        """The instances of a database's cluster."""
        instances = self.items("rds", "describe_db_instances", "DBInstances")
        return [each for each in instances if each.get("DBClusterIdentifier") == name]

    def key(self, purpose: str) -> str:
        """The ARN of the environment's key for a purpose, by its alias; empty where there is none."""
        aliases = self.items("kms", "list_aliases", "Aliases")
        wanted = f"alias/{self.name}/{purpose}"
        identifier = next((each.get("TargetKeyId", "") for each in aliases if each["AliasName"] == wanted), "")
        region, account = self.environment.region, self.environment.account_id
        return f"arn:aws:kms:{region}:{account}:key/{identifier}" if identifier else ""

    def topic(self) -> str:
        """The ARN of the topic that alarms and events go to."""
        return f"arn:aws:sns:{self.environment.region}:{self.environment.account_id}:{self.name}-alerts"
