"""A resource that exists already is judged by what was configured, not by what AWS has answered since."""

from typing import Any

import pytest

from policies.engine.plan import load_plan

KEY = "arn:aws:kms:eu-west-1:222222222222:key/1"


def plan(values: dict[str, Any], expressions: dict[str, Any], *, exists: bool) -> dict[str, Any]:
    resource = {"address": "aws_x.a", "mode": "managed", "type": "aws_x", "name": "a", "values": values}
    change = {"actions": ["no-op"], "before": values if exists else None, "after": values, "after_unknown": {}}
    return {
        "configuration": {
            "root_module": {
                "resources": [{**{key: resource[key] for key in ("mode", "type", "name")}, "expressions": expressions}]
            }
        },
        "planned_values": {"root_module": {"resources": [resource]}},
        "prior_state": {"values": {"root_module": {"resources": [resource] if exists else []}}},
        "resource_changes": [{"address": "aws_x.a", "change": change}],
    }


@pytest.mark.parametrize("exists", [False, True])
def test_what_refers_to_something_is_a_reference_before_and_after_an_apply(exists: bool) -> None:
    expressions = {"kms_key_id": {"constant_value": "${aws_kms_key.storage.arn}"}}
    values = {"kms_key_id": KEY if exists else None}
    (resource,) = load_plan(plan(values, expressions, exists=exists)).resources
    assert getattr(resource.values["kms_key_id"], "address", None) == "aws_kms_key.storage"


def test_what_aws_has_answered_is_as_good_as_not_set() -> None:
    values = {"outpost_arn": "", "arn": "arn:aws:x", "tags_all": {"a": "b"}, "size": 1, "public": False, "name": "a"}
    (resource,) = load_plan(plan(values, {"name": {"constant_value": "a"}}, exists=True)).resources
    assert resource.values == {"size": 1, "public": False, "name": "a"}


def test_what_aws_has_answered_inside_a_block_is_as_good_as_not_set() -> None:
    values = {"rules": [{"days": 7, "duration": "", "schedule": ""}, {"days": 8, "duration": "", "schedule": ""}]}
    said = {"rules": [{"days": {"constant_value": 8}}, {"days": {"constant_value": 7}}]}
    (resource,) = load_plan(plan(values, said, exists=True)).resources
    assert resource.values["rules"] == [{"days": 7}, {"days": 8}]


def test_of_what_does_not_exist_yet_everything_planned_is_judged() -> None:
    (resource,) = load_plan(plan({"outpost_arn": "", "size": 1}, {}, exists=False)).resources
    assert resource.values == {"outpost_arn": "", "size": 1}
