"""Each entry of the catalogue fails for what it names, passes for what stays, and names what the provider has."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from policies import (
    residency_database_copies,
    residency_deployment_tools,
    residency_keys_and_secrets,
    residency_network_and_compute,
    residency_objects_logs_events,
)
from policies.engine.facts import facts
from policies.engine.policy import Policy
from policies.engine.residency.data import Entry, tier, tiers
from policies.engine.residency.kinds import KINDS
from tests.conftest import ROOT
from tests.mutants.schema import Block, resource_types
from tests.policies.small import ACCOUNT, said, stack

_POLICIES: dict[str, Policy] = {
    "t1_database_copies": residency_database_copies.check,
    "t2_keys_and_secrets": residency_keys_and_secrets.check,
    "t3_objects_logs_events": residency_objects_logs_events.check,
    "t4_network_and_compute": residency_network_and_compute.check,
    "t5_deployment_tools": residency_deployment_tools.check,
}
Json = dict[str, Any]

_ELSEWHERE = "arn:aws:sqs:us-east-1:222222222222:x"
_OPEN = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}'
_BAD: dict[str, list[Any]] = {
    "unset": ["anything", True, "${terraform_data.x.output}"],
    "false": [True, "true", "${terraform_data.x.output}"],
    "stated-false": [True, None, "${terraform_data.x.output}"],
    "region": ["us-east-1", "eu-west-2", "${terraform_data.x.output}", "${aws_sqs_queue.abroad.region}"],
    "account": ["999999999999", "${terraform_data.x.output}"],
    "object": [_ELSEWHERE, "arn:aws:sqs:eu-west-1:999999999999:x", "${aws_sqs_queue.abroad.arn}", "${var.open}"],
    "ours": ["vpc-0123456789abcdef0", "${aws_sqs_queue.abroad.arn}", "${terraform_data.x.output}"],
    "bucket": ["somewhere", "arn:aws:s3:::somewhere", "${aws_s3_bucket.abroad.id}", "${var.open}"],
    "host": ["db.example.com", "https://sqs.us-east-1.amazonaws.com", "8.8.8.8", "${terraform_data.x.output}"],
    "service": ["com.amazonaws.us-east-1.kms", "com.amazonaws.vpce.eu-west-1.vpce-svc-0a", "${var.open}"],
    "principal": ["*", "999999999999", "arn:aws:iam::999999999999:root", "${var.open}"],
    "document": [_OPEN, "no JSON", "${terraform_data.x.output}"],
}
_GOOD: dict[str, Any] = {
    "unset": None,
    "false": False,
    "stated-false": False,
    "region": "eu-west-1",
    "account": ACCOUNT,
    "object": "${aws_sqs_queue.home.arn}",
    "ours": "${aws_sqs_queue.home.arn}",
    "bucket": "${aws_s3_bucket.home.arn}",
    "host": "sqs.eu-west-1.amazonaws.com",
    "service": "com.amazonaws.eu-west-1.kms",
    "principal": "events.amazonaws.com",
    "document": "${data.aws_iam_policy_document.home.json}",
}
_STATEMENT = {"actions": ["*"], "principals": [{"type": "AWS", "identifiers": [f"arn:aws:iam::{ACCOUNT}:root"]}]}
_AROUND: dict[str, Json] = {
    "aws_sqs_queue.home": {"name": "home"},
    "aws_sqs_queue.abroad": {"name": "abroad", "provider": "aws.abroad"},
    "aws_s3_bucket.home": {"bucket": "home"},
    "aws_s3_bucket.abroad": {"bucket": "abroad", "provider": "aws.abroad"},
    "terraform_data.x": {"input": "x"},
    "data.aws_iam_policy_document.home": {"statement": [_STATEMENT]},
}
_ENTRIES = [(name, entry, kind) for name in tiers() for entry in tier(name) for kind in entry.types]
_ATTRIBUTES = [
    (name, kind.replace("*", "x"), attribute, wanted)
    for name, entry, kind in _ENTRIES
    for attribute, wanted in entry.attributes.items()
]


def _judged(name: str, kind: str, attribute: str | None, value: Any) -> list[tuple[str, str | None]]:
    body: Json = {} if attribute is None or value is None else _nested(attribute.split("."), value)
    judged = stack({**_AROUND, f"{kind}.judged": body}, variable={"open": {}})
    return [(each.message, each.attribute) for each in said(_POLICIES[name], judged, f"{kind}.judged")]


def _nested(names: list[str], value: Any) -> dict[str, Any]:
    return {names[0]: _nested(names[1:], value) if len(names) > 1 else value}


def _plain(path: str | None) -> str:
    return ".".join(step for step in (path or "").split(".") if not step.isdecimal())


def _bad(wanted: Any) -> list[Any]:
    return ["anything else", "${terraform_data.x.output}"] if isinstance(wanted, dict) else _BAD[wanted]


@pytest.mark.parametrize(("name", "kind", "attribute", "wanted"), _ATTRIBUTES)
def test_an_attribute_that_leads_out_is_found(name: str, kind: str, attribute: str, wanted: Any) -> None:
    for value in _bad(wanted):
        found = [path for _, path in _judged(name, kind, attribute, value)]
        assert attribute in map(_plain, found), value


@pytest.mark.parametrize(("name", "kind", "attribute", "wanted"), _ATTRIBUTES)
def test_an_attribute_that_stays_is_not_found(name: str, kind: str, attribute: str, wanted: Any) -> None:
    good = wanted["one_of"][0] if isinstance(wanted, dict) else _GOOD[wanted]
    found = [path for _, path in _judged(name, kind, attribute, good)]
    assert attribute not in map(_plain, found)


@pytest.mark.parametrize(("name", "entry", "kind"), [each for each in _ENTRIES if each[1].forbidden])
def test_a_type_without_another_purpose_is_found(name: str, entry: Entry, kind: str) -> None:
    kind = kind.replace("*", "x")
    why = entry.why[:1].lower() + entry.why[1:].rstrip(".")
    assert _judged(name, kind, None, None) == [(f"{kind} may not be here: {why}", None)]


@pytest.mark.parametrize("name", tiers())
def test_a_tier_says_where_and_when_it_was_looked_up(name: str) -> None:
    data = facts(f"residency/{name}")
    assert data["provider"] == "hashicorp/aws 5.100.0"
    assert str(data["checked"]) == "2026-11-22"
    for entry in tier(name):
        assert entry.source.startswith("https://docs.aws.amazon.com/")
        assert entry.forbidden != bool(entry.attributes)
        assert all(kind in KINDS for kind in entry.attributes.values() if not isinstance(kind, dict))


def test_every_type_and_attribute_is_one_of_the_providers() -> None:
    known = _provider_types()
    missing = [
        (entry.types, attribute)
        for _, entry, _ in _ENTRIES
        for attribute in (*entry.attributes, None)
        if not any(
            attribute is None or _has(block, attribute.split("."))
            for pattern in entry.types
            for kind, block in known.items()
            if fnmatchcase(kind, pattern)
        )
    ]
    assert missing == []
    assert [kind for _, _, kind in _ENTRIES if not any(fnmatchcase(each, kind) for each in known)] == []


@cache
def _provider_types() -> dict[str, Block]:
    return resource_types(Path(ROOT) / "build" / "mutants", Path(ROOT) / ".terraform.lock.hcl")


def _has(block: Block, names: list[str]) -> bool:
    """Whether a block has the argument at a path; a map's key is free."""
    if len(names) > 1 and names[0] in block.blocks:
        return _has(block.blocks[names[0]], names[1:])
    found = next((each for each in block.arguments if each.name == names[0]), None)
    return found is not None and (len(names) == 1 or found.kind == ["map", "string"])
