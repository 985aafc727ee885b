"""Passwords of applications that live in Secrets Manager."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from drills.arena import Arena
from drills.cluster import Password
from drills.errors import DrillError
from drills.subject import DatabaseUser


def secret_id(arena: Arena, user: DatabaseUser) -> str:
    """The ARN of the user's secret, by the name that Tidegate gives it. Raises DrillError where there is none."""
    client = arena.site.session(region=arena.subject.region).client("secretsmanager")
    prefix = f"{arena.subject.environment}/{arena.subject.cluster}/"
    pages = client.get_paginator("list_secrets").paginate(Filters=[{"Key": "name", "Values": [prefix]}])
    wanted = {prefix + user.name, prefix + user.name.replace("_", "-")}
    found = [each["ARN"] for page in pages for each in page["SecretList"] if each["Name"] in wanted]
    if not found:
        raise DrillError(f"{user.name} has no secret called {prefix}...", fix="plan and apply the environment")
    return found[0]


def secret_content(arena: Arena, user: DatabaseUser) -> Mapping[str, Any]:
    """What the user's secret holds now, read in the name of the user's role. Raises DrillError."""
    identifier = secret_id(arena, user)
    client = arena.site.session(region=arena.subject.region, role=user.role).client("secretsmanager")
    try:
        content: Mapping[str, Any] = json.loads(client.get_secret_value(SecretId=identifier)["SecretString"])
    except ClientError as error:
        raise DrillError(f"the secret of {user.name} cannot be read: {error}", fix="see who may read it") from error
    return content


def secret_login(arena: Arena, user: DatabaseUser) -> Password:
    """The login that the user's secret describes now."""
    content = secret_content(arena, user)
    return Password(content["username"], content["password"])
