"""Stacks that are as small as a test of residency needs them, in the environment eu-west-1."""

import copy
from collections.abc import Mapping
from typing import Any

from policies.engine.loading import load_mapping
from policies.engine.policy import Policy, Violation, violations
from policies.engine.stack import Stack

ACCOUNT = "222222222222"
CONTEXT = {
    "environment": "eu-west-1",
    "region": "eu-west-1",
    "account_id": ACCOUNT,
    "jurisdiction": "EU",
    "classification": "personal",
}
ABROAD = {"alias": "abroad", "region": "us-east-1", "allowed_account_ids": [ACCOUNT]}
NEAR = {"alias": "near", "region": "eu-central-1", "allowed_account_ids": [ACCOUNT]}

Json = dict[str, Any]

AROUND: dict[str, Json] = {
    "aws_sqs_queue.home": {"name": "home"},
    "aws_sqs_queue.near": {"name": "near", "provider": "aws.near"},
    "aws_s3_bucket.home": {"bucket": "home"},
    "aws_s3_bucket.abroad": {"bucket": "abroad", "provider": "aws.abroad"},
    "aws_kms_key.home": {},
    "aws_kms_key.near": {"provider": "aws.near"},
    "aws_kms_key.abroad": {"provider": "aws.abroad"},
    "aws_route53_zone.cell": {"name": "cell.internal", "vpc": [{"vpc_id": "vpc-1"}]},
    "data.aws_region.here": {},
    "data.aws_region.there": {"name": "us-east-1"},
    "data.aws_region.abroad": {"provider": "aws.abroad"},
    "data.aws_caller_identity.me": {},
    "data.aws_partition.this": {},
    "data.aws_ssm_parameter.text": {"name": "text"},
    "data.terraform_remote_state.other": {"backend": "s3"},
}
"""Resources inside and outside of the border, for others to refer to."""


def render(resources: Mapping[str, Json] | None = None, **sections: Any) -> Json:
    """A render with these resources by address ("data." before those that are read), and other sections."""
    tags = {"environment": "eu-west-1", "jurisdiction": "EU", "classification": "personal"}
    home = {"region": "eu-west-1", "allowed_account_ids": [ACCOUNT], "default_tags": [{"tags": tags}]}
    data: Json = {
        "//": {"tidegate": dict(CONTEXT)},
        "provider": {"aws": [home, dict(ABROAD), dict(NEAR)]},
        "output": {"residency": {"value": dict(CONTEXT)}},
        "resource": {},
        "data": {},
        **copy.deepcopy(sections),
    }
    for address, body in (resources or {}).items():
        section, kind, name = (
            ("resource", *address.split(".")) if address.count(".") == 1 else address.split(".", maxsplit=2)
        )
        data[section].setdefault(kind, {})[name] = copy.deepcopy(body)
    return data


def stack(resources: Mapping[str, Json] | None = None, **sections: Any) -> Stack:
    """The stack of such a render."""
    return load_mapping(render(resources, **sections))


def said(policy: Policy, judged: Stack, address: str) -> list[Violation]:
    """What a policy says of one resource; nothing also where it does not apply."""
    return violations(policy, judged).get(address, [])
