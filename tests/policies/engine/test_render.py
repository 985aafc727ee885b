"""A render as a stack: instances, providers, blocks, and what is refused."""

import copy
from typing import Any

import pytest

from policies.engine.loading import load_mapping
from policies.engine.stack import UNKNOWN, Context, Provider, Reference, Stack, UnreadableStackError, Value

RENDER: dict[str, Any] = {
    "//": {"tidegate": {"environment": "eu-west-1", "region": "eu-west-1", "account_id": "1", "jurisdiction": "EU"}},
    "terraform": {"backend": {"s3": {"bucket": "state", "region": "${var.region}"}}},
    "variable": {"region": {"default": "eu-west-1"}, "open": {}},
    "locals": {"names": ["a", "b"]},
    "provider": {
        "aws": [
            {"region": "${var.region}", "allowed_account_ids": ["1"]},
            {"alias": "other", "region": "us-east-1", "allowed_account_ids": ["1", "2"]},
            {"alias": "unsure", "region": "${var.open}"},
        ]
    },
    "resource": {"aws_sns_topic": {"t": {"//": {"tidegate": {"spec": "alerts"}}, "name": "t"}}},
    "output": {"topic": {"value": "${aws_sns_topic.t.arn}"}},
}


def stack(**topic: object) -> Stack:
    """The stack in which the topic is like this."""
    data = copy.deepcopy(RENDER)
    data["resource"]["aws_sns_topic"]["t"] = topic
    return load_mapping(data)


def test_a_render_says_what_it_is() -> None:
    found = load_mapping(RENDER)
    (topic,) = found.resources

    assert found.kind == "render"
    assert found.context == Context("eu-west-1", "eu-west-1", "1", "EU", None)
    assert found.backend == {"s3": {"bucket": "state", "region": "eu-west-1"}}
    assert found.outputs == {"topic": Reference("aws_sns_topic.t", "arn")}
    assert (topic.address, topic.type, topic.name, topic.mode) == ("aws_sns_topic.t", "aws_sns_topic", "t", "managed")
    assert (topic.region, topic.account, topic.provider, topic.spec) == ("eu-west-1", "1", "aws", "alerts")
    assert (topic.values, topic.keys, topic.key, topic.certain) == ({"name": "t"}, (), None, True)


def test_a_provider_has_a_region_and_an_account_only_if_they_can_be_told() -> None:
    providers = load_mapping(RENDER).providers

    assert providers["aws.other"] == Provider(
        "aws.other", "us-east-1", None, {"alias": "other", "region": "us-east-1", "allowed_account_ids": ["1", "2"]}
    )
    assert providers["aws.unsure"].region is None


@pytest.mark.parametrize(
    ("provider", "region"),
    [("aws.other", "us-east-1"), ("${aws.other}", "us-east-1"), ("aws.unsure", None), ("aws.missing", None)],
)
def test_a_resource_is_where_its_provider_is(provider: str, region: str | None) -> None:
    (topic,) = stack(provider=provider).resources

    assert topic.region == region


@pytest.mark.parametrize(
    ("repeated", "keys", "names"),
    [
        ({"for_each": "${toset(local.names)}"}, ("a", "b"), ["a", "b"]),
        ({"for_each": {"x": 1, "y": 2}}, ("x", "y"), [1, 2]),
        ({"count": 2}, ("0", "1"), [UNKNOWN, UNKNOWN]),
        ({"count": "${1 + 1}"}, ("0", "1"), [UNKNOWN, UNKNOWN]),
    ],
)
def test_every_instance_is_a_resource(repeated: dict[str, object], keys: tuple[str, ...], names: list[Value]) -> None:
    found = stack(name="${each.value}", **repeated)

    assert [each.key for each in found.resources] == list(keys)
    assert {each.keys for each in found.resources} == {keys}
    assert [each.get("name") for each in found.resources] == names


@pytest.mark.parametrize("repeated", [{"count": 0}, {"for_each": []}, {"count": '${var.region == "x" ? 1 : 0}'}])
def test_a_resource_without_instances_is_absent(repeated: dict[str, object]) -> None:
    found = stack(**repeated)

    assert (found.resources, found.absent) == ((), ("aws_sns_topic.t",))


@pytest.mark.parametrize("repeated", [{"count": "${var.open}"}, {"for_each": "${aws_x.y.z}"}, {"count": True}])
def test_a_resource_of_which_the_number_cannot_be_told_is_uncertain(repeated: dict[str, object]) -> None:
    (topic,) = stack(name="${each.key}", **repeated).resources

    assert (topic.certain, topic.get("name")) == (False, UNKNOWN)


def test_blocks_are_lists_and_maps_are_not() -> None:
    (topic,) = stack(lifecycle={"a": 1}, tags={"b": 2}, delivery=[{"inner": {"c": 3}}]).resources

    assert topic.values == {"lifecycle": [{"a": 1}], "tags": {"b": 2}, "delivery": [{"inner": [{"c": 3}]}]}
    assert topic.get("delivery.0.inner.0.c") == 3
    assert topic.get("delivery.1.inner", "none") == "none"


def test_dynamic_blocks_are_written_out() -> None:
    content = {"port": "${ingress.value.port}"}
    rules = {"for_each": [{"port": 1}, {"port": 2}], "content": content}
    unsure = {"for_each": "${var.open}", "iterator": "one", "content": {"port": "${one.value}", "kind": "tcp"}}
    (topic,) = stack(ingress={"port": 0}, dynamic={"ingress": rules, "egress": unsure}).resources

    assert topic.get("ingress") == [{"port": 0}, {"port": 1}, {"port": 2}]
    assert topic.get("egress") == [{"port": UNKNOWN, "kind": "tcp"}]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"module": {"m": {"source": "./m"}}}, "it has the section 'module', which no policy can judge"),
        ({"check": {}}, "it has the section 'check', which no policy can judge"),
        ({"provider": {"aws": [{}, {}]}}, "the provider aws is configured twice"),
        ({"resource": [{"aws_x": {"a": {}}}, {"aws_x": {"b": {}}}]}, "aws_x is there twice"),
        ({"resource": {"aws_x": {"a": [{}, {}]}}}, "a name stands for several blocks"),
        ({"resource": {"aws_x": "y"}}, "it is neither a render nor a plan"),
        ({"resource": 7}, "it is neither a render nor a plan"),
    ],
)
def test_what_cannot_be_judged_is_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(UnreadableStackError, match=message):
        load_mapping({**RENDER, **change})


def test_a_list_is_no_stack() -> None:
    with pytest.raises(UnreadableStackError, match="it holds no JSON object"):
        load_mapping([])
