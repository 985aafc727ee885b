"""What a stack can be asked, and that a render and a plan answer alike."""

from pathlib import Path

import pytest

from policies.engine.loading import load, load_mapping
from policies.engine.stack import (
    UNKNOWN,
    Interpolation,
    Reference,
    Resource,
    Stack,
    UnreadableStackError,
    Value,
    holds_unknown,
    shown,
)
from tests.conftest import ENVIRONMENTS
from tests.policies.compliant import compliant_plan, compliant_render

SECOND = Reference("aws_sns_topic.t", "name", "b")
STACK = Stack(
    "render",
    None,
    (
        Resource("aws_kms_key.k", "aws_kms_key", "k", values={"arn": "arn:k"}),
        Resource("aws_sns_topic.t", "aws_sns_topic", "t", values={"name": "first"}, key="a", keys=("a", "b")),
        Resource("aws_sns_topic.t", "aws_sns_topic", "t", values={"name": "second"}, key="b", keys=("a", "b")),
        Resource(
            "aws_x.x", "aws_x", "x", values={"name": Reference("aws_sns_topic.t", "name", "b"), "in": [{"y": "z"}]}
        ),
        Resource("aws_x.loop", "aws_x", "loop", values={"name": Reference("aws_x.loop", "name")}),
    ),
)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_render_and_its_plan_have_the_same_instances_places_and_context(environment: str) -> None:
    render, plan = (load_mapping(make(environment)) for make in (compliant_render, compliant_plan))

    def instances(stack: Stack) -> set[tuple[object, ...]]:
        return {(each.address, each.key, each.keys, each.mode, each.region, each.account) for each in stack.resources}

    assert instances(render) == instances(plan)
    assert render.context == plan.context
    assert render.context


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_a_render_and_its_plan_refer_to_the_same_things(environment: str) -> None:
    render, plan = (load_mapping(make(environment)) for make in (compliant_render, compliant_plan))
    planned = {(each.address, each.key): each for each in plan.resources}
    differing = {
        (each.address, name)
        for each in render.resources
        for name, value in each.values.items()
        if isinstance(value, Reference) and planned[each.address, each.key].get(name) != value
    }

    assert differing == set()
    assert not [each.address for each in plan.resources if holds_unknown(dict(each.values))]


@pytest.mark.parametrize(
    ("value", "types", "key"),
    [
        (Reference("aws_sns_topic.t", "arn", "b"), (), "b"),
        (Reference("aws_sns_topic.t", "arn"), (), "a"),
        (Reference("aws_sns_topic.t", "arn"), ("aws_kms_key",), "none"),
        (Reference("aws_sns_topic.t", "arn", "c"), (), "none"),
        (Reference("aws_sns_topic.other", "arn"), (), "none"),
        ("second", ("aws_sns_topic",), "b"),
        ("second", ("aws_kms_key",), "none"),
        ("second", (), "none"),
        ("arn:k", ("aws_kms_key",), None),
        (UNKNOWN, ("aws_kms_key",), "none"),
        (None, ("aws_kms_key",), "none"),
    ],
)
def test_a_value_leads_to(value: Value, types: tuple[str, ...], key: str | None) -> None:
    found = STACK.target(value, *types)

    assert (found.key if found else "none") == key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        (Reference("aws_x.x", "name"), "second"),
        (Reference("aws_x.x", "in[0].y"), "z"),
        (Interpolation(("<", Reference("aws_x.x", "name"), ">")), "<second>"),
        (Interpolation(("<", Reference("aws_x.x", "id"), ">")), None),
        (Reference("aws_x.loop", "name"), None),
        (Reference("aws_x.x", ""), None),
        (UNKNOWN, None),
        (7, None),
    ],
)
def test_a_value_comes_to_the_text(value: Value, text: str | None) -> None:
    assert STACK.text(value) == text


def test_types_and_addresses_are_found() -> None:
    assert [each.key for each in STACK.of("aws_sns_topic")] == ["a", "b"]
    assert [each.address for each in STACK.of("aws_kms_key", "aws_none")] == ["aws_kms_key.k"]
    assert len(STACK.by_address["aws_sns_topic.t"]) == 2


def test_a_path_through_what_is_not_known_is_not_known() -> None:
    resource = Resource("aws_x.x", "aws_x", "x", values={"a": UNKNOWN, "b": [UNKNOWN, {"c": None}]})

    assert resource.get("a.b.0") is UNKNOWN
    assert resource.get("b.1.c", "none") == "none"
    assert resource.blocks("b") == [{}, {"c": None}]
    assert resource.blocks("a") == [{}]
    assert resource.blocks("c") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "nothing"),
        (True, "true"),
        ("x", '"x"'),
        ([1, "a"], '[1, "a"]'),
        (UNKNOWN, "a value that is not known before the apply"),
        (Reference("a_b.c", "d", "k"), "a_b.c[k].d"),
        (Interpolation((Reference("a_b.c", "d"), ":*")), "${a_b.c.d}:*"),
    ],
)
def test_a_message_shows_a_value_as(value: Value, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not JSON"),
        ('{"resource": {}, "resource": {}}', "the key 'resource' is there twice in one object"),
        ("[" * 100_000, "is not JSON"),
        ("\x00\xff", "is not JSON"),
    ],
)
def test_a_file_that_two_readers_may_read_differently_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "cdk.tf.json"
    file.write_text(content, encoding="latin-1")

    with pytest.raises(UnreadableStackError, match=message):
        load(file)


def test_a_stack_of_a_state_bucket_is_known_by_what_it_has() -> None:
    bucket, key, vpc = (Resource(f"{kind}.x", kind, "x") for kind in ("aws_s3_bucket", "aws_kms_key", "aws_vpc"))

    assert Stack("render", None, (bucket, key)).holds_state
    assert not Stack("render", None, (bucket, key, vpc)).holds_state
    assert not Stack("render", None, (key,)).holds_state
