"""Everything that an account holds, in every region, by name."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from generator.facts.inventory import DELETED_KEY_STATES, Listing, listings
from generator.live.account import Live

AT_ONCE = 8
DELETED = {"deleting", "deleted"}
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html, API_NatGateway.html (2026-11-26)"""
GLOBAL = "global"


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """Something that exists: where, of which service, and its name (an ARN where it has one)."""

    region: str
    service: str
    name: str


def regions_of(live: Live) -> list[str]:
    """Every region that the account may use."""
    return sorted(each["RegionName"] for each in live.ask("ec2", "describe_regions")["Regions"])


def inventory(live: Live, regions: Sequence[str]) -> list[Thing]:
    """What is there in the regions, but for what AWS itself puts into every account. Raises what botocore raises."""
    for region in regions:
        for service in sorted({each.service for each in listings()}):
            live.client(service, region)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda region: list(_of_region(live, region)), regions)
        things = [thing for part in found for thing in part]
    return sorted({*things, *_buckets(live)})


def _of_region(live: Live, region: str) -> Iterator[Thing]:
    for listing in listings():
        for item in live.items(
            listing.service, listing.operation, listing.items, region=region, **dict(listing.arguments)
        ):
            if listing.state and str(item.get(listing.state)).lower() in DELETED:
                continue
            name = str(item[listing.name]) if listing.name else str(item)
            if not _is_of_aws(live, listing, item, name, region):
                yield Thing(region, listing.service, name)


def _is_of_aws(live: Live, listing: Listing, item: Any, name: str, region: str) -> bool:
    if listing.default and item.get(listing.default):
        return True
    if listing.except_ and re.search(listing.except_, name):
        return True
    if listing.ends != "kms_key":
        return False
    key = live.ask("kms", "describe_key", region=region, KeyId=name)["KeyMetadata"]
    return key.get("KeyManager") == "AWS" or key.get("KeyState") in DELETED_KEY_STATES


def _buckets(live: Live) -> Iterator[Thing]:
    for bucket in live.items("s3", "list_buckets", "Buckets"):
        try:
            place = live.ask("s3", "get_bucket_location", Bucket=bucket["Name"]).get("LocationConstraint")
        except ClientError as error:
            # Who may not ask where a bucket is does not know that it is here.
            place = f"unknown ({error.response.get('Error', {}).get('Code')})"
        yield Thing(place or "us-east-1", "s3", f"arn:aws:s3:::{bucket['Name']}")
