"""Looks up what exists on a target when nobody wrote down its id: by its tags, or by its name."""

from collections.abc import Iterator, Mapping
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from generator.errors import ToolError
from generator.facts.imports import tagged_type
from generator.facts.inventory import DELETED_KEY_STATES

ZONE = "aws_route53_zone"


def find(session: boto3.Session, kind: str, arguments: Mapping[str, Any], tags: Mapping[str, str]) -> str | None:
    """The id of the one resource of a Terraform type that has these arguments and tags.

    None where there is none, where there are several, and for a type that is not looked for. Raises ToolError where
    the target does not answer.
    """
    try:
        found = list(_zones(session, arguments) if kind == ZONE else _tagged(session, kind, tags))
    except (BotoCoreError, ClientError) as error:
        raise ToolError(
            f"what an apply began to make cannot be looked for: {error}",
            fix="see that the target runs, and that the credentials may call what the message names",
        ) from error
    return found[0] if len(found) == 1 else None


def _tagged(session: boto3.Session, kind: str, tags: Mapping[str, str]) -> Iterator[str]:
    # https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
    called = tagged_type(kind)
    if called is None or "Name" not in tags:
        return
    filters = [{"Key": key, "Values": [value]} for key, value in tags.items()]
    api = session.client("resourcegroupstaggingapi")
    pages = api.get_paginator("get_resources").paginate(ResourceTypeFilters=[called], TagFilters=filters)  # type: ignore[arg-type]
    for arn in [each["ResourceARN"] for page in pages for each in page["ResourceTagMappingList"]]:
        if called != "kms:key" or _is_kept(session, arn):
            yield arn.rpartition("/")[2]


def _is_kept(session: boto3.Session, key: str) -> bool:
    """Whether a key is not one of an environment that was destroyed."""
    return session.client("kms").describe_key(KeyId=key)["KeyMetadata"]["KeyState"] not in DELETED_KEY_STATES


def _zones(session: boto3.Session, arguments: Mapping[str, Any]) -> Iterator[str]:
    # https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html: sorted, from this name on
    name = f"{arguments['name']}."
    for zone in session.client("route53").list_hosted_zones_by_name(DNSName=name)["HostedZones"]:
        if zone["Name"] == name:
            yield zone["Id"].rpartition("/")[2]
