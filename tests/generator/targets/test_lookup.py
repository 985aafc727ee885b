"""What nobody wrote down the id of is found on a real API, and only where there is no doubt."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator.errors import ToolError
from generator.targets import Target, opening
from generator.targets.lookup import find

TAGS = {"environment": "eu-west-1", "Name": "eu-west-1-storage"}
ZONE = {"name": "eu-west-1.tidegate.internal"}


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as opened:
        yield opened()


def vpc(target: Target, tags: dict[str, str]) -> str:
    written: list[Any] = [{"Key": key, "Value": value} for key, value in tags.items()]
    made = (
        target.session()
        .client("ec2")
        .create_vpc(CidrBlock="10.20.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": written}])
    )
    return made["Vpc"]["VpcId"]


def key(target: Target, tags: dict[str, str]) -> str:
    written: list[Any] = [{"TagKey": name, "TagValue": value} for name, value in tags.items()]
    return target.session().client("kms").create_key(Tags=written)["KeyMetadata"]["KeyId"]


@pytest.mark.parametrize(("kind", "make"), [("aws_vpc", vpc), ("aws_kms_key", key)])
def test_what_has_all_the_tags_is_found_unless_there_are_two(
    target: Target, kind: str, make: Callable[[Target, dict[str, str]], str]
) -> None:
    session = target.session()
    assert find(session, kind, {}, TAGS) is None
    make(target, {**TAGS, "environment": "us-east-1"})
    made = make(target, {**TAGS, "more": "than that"})
    assert find(session, kind, {}, TAGS) == made
    make(target, TAGS)
    assert find(session, kind, {}, TAGS) is None


def test_a_key_that_waits_for_its_deletion_is_not_found(target: Target) -> None:
    tags = {**TAGS, "Name": "eu-west-1-logs"}
    old, new = key(target, tags), key(target, tags)
    target.session().client("kms").schedule_key_deletion(KeyId=old)
    assert find(target.session(), "aws_kms_key", {}, tags) == new


def test_a_zone_is_found_by_its_name(target: Target) -> None:
    route53 = target.session().client("route53")
    for number, name in enumerate(("a.internal", ZONE["name"], "z.internal")):
        route53.create_hosted_zone(Name=name, CallerReference=str(number))
    found = find(target.session(), "aws_route53_zone", ZONE, {})
    assert found
    assert route53.get_hosted_zone(Id=found)["HostedZone"]["Name"] == f"{ZONE['name']}."
    assert find(target.session(), "aws_route53_zone", {"name": "b.internal"}, {}) is None


@pytest.mark.parametrize(("kind", "tags"), [("aws_flow_log", TAGS), ("aws_vpc", {"environment": "eu-west-1"})])
def test_what_is_not_told_from_others_by_its_tags_is_not_looked_for(
    target: Target, kind: str, tags: dict[str, str]
) -> None:
    vpc(target, {"environment": "eu-west-1"})
    assert find(target.session(), kind, {}, tags) is None


def test_a_target_that_does_not_answer_is_named() -> None:
    with opening("sandbox", account_id="222222222222", region="eu-west-1") as opened:
        gone = opened()
    with pytest.raises(ToolError, match="what an apply began to make cannot be looked for"):
        find(gone.session(), "aws_vpc", {}, TAGS)
