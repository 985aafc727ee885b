"""The context that the render and the plan carry cannot be weakened unseen."""

from collections.abc import Callable
from typing import Any

import pytest

from policies import context_agreement, context_complete, context_jurisdiction, context_provider, context_tags
from policies.engine.loading import load_mapping
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Stack
from tests.policies.small import CONTEXT, render, said

Json = dict[str, Any]


def _changed(name: str, value: str | None, *, output: bool = True, comment: bool = True) -> Stack:
    data = render()
    for context, wanted in ((data["//"]["tidegate"], comment), (data["output"]["residency"]["value"], output)):
        if wanted and value is None:
            del context[name]
        elif wanted:
            context[name] = value
    data["provider"]["aws"] = data["provider"]["aws"][:1]
    return load_mapping(data)


def _messages(policy: Policy, judged: Stack) -> list[str]:
    return [violation.message for violation in said(policy, judged, "stack")]


@pytest.mark.parametrize("name", CONTEXT)
def test_each_part_must_be_there(name: str) -> None:
    assert _messages(context_complete.check, _changed(name, None)) == [f"the context does not say its {name}"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("classification", "secret", "secret is no classification: public, internal, personal"),
        ("account_id", "22222222222", "22222222222 is no account"),
    ],
)
def test_each_part_must_be_of_its_kind(name: str, value: str, message: str) -> None:
    assert _messages(context_complete.check, _changed(name, value)) == [message]


def test_a_stack_without_context_or_without_the_output_is_found() -> None:
    bare, silent = render(), render({"aws_rds_cluster.orders": {}})
    del bare["//"], bare["output"], silent["output"]
    assert _messages(context_complete.check, load_mapping(bare)) == ["the stack has no context"]
    assert _messages(context_complete.check, load_mapping(silent)) == [
        "the output residency is not there, so that a plan has no context"
    ]


@pytest.mark.parametrize("name", CONTEXT)
def test_render_and_output_must_agree(name: str) -> None:
    message = f'the output says "other" of the {name}, and the context "{CONTEXT[name]}"'
    expected = [Violation(message, attribute=f"output.residency.{name}")]
    assert said(context_agreement.check, _changed(name, "other", comment=False), "stack") == expected
    assert said(context_agreement.check, _changed(name, "other", output=False), "stack") != []
    assert said(context_agreement.check, _changed(name, "other"), "stack") == []


@pytest.mark.parametrize(
    ("name", "value", "messages"),
    [
        ("jurisdiction", "WORLD", ["WORLD is no known jurisdiction"]),
        ("jurisdiction", "US", ["eu-west-1 is not in US"]),
        ("region", "eu-west-2", ["eu-west-2 is not in EU", "the environment is called eu-west-1, and is in eu-west-2"]),
        ("region", "eu-central-1", ["the environment is called eu-west-1, and is in eu-central-1"]),
        ("environment", "dublin", []),
    ],
)
def test_the_region_must_be_in_a_jurisdiction_that_is_known(name: str, value: str, messages: list[str]) -> None:
    assert _messages(context_jurisdiction.check, _changed(name, value)) == messages


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("region", "eu-central-1", "provider aws: region is eu-west-1, and the context says eu-central-1"),
        (
            "account_id",
            "999999999999",
            "provider aws: allowed_account_ids is 222222222222, and the context says 999999999999",
        ),
    ],
)
def test_the_providers_must_be_where_the_context_says(name: str, value: str, message: str) -> None:
    assert _messages(context_provider.check, _changed(name, value)) == [message]


def test_a_second_region_of_the_jurisdiction_needs_a_spec_that_names_it() -> None:
    data = render()
    del data["provider"]["aws"][1]
    assert _messages(context_provider.check, load_mapping(data)) == [
        "provider aws.near: region is eu-central-1, and the context says eu-west-1"
    ]


@pytest.mark.parametrize("name", ["environment", "jurisdiction", "classification"])
def test_the_tags_must_say_what_the_context_says(name: str) -> None:
    message = f'provider aws tags the {name} as "{CONTEXT[name]}", and the context says "other"'
    assert _messages(context_tags.check, _changed(name, "other")) == [message.replace('"other"', "other")]


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_a_plan_shows_a_classification_that_was_lowered(
    environment: str, compliant_plan: Callable[[str], Json], mutated: Callable[[Json, Callable[[Json], object]], Stack]
) -> None:
    def lower(plan: Json) -> None:
        plan["planned_values"]["outputs"]["residency"]["value"]["classification"] = "public"

    judged = mutated(compliant_plan(environment), lower)
    assert _messages(context_tags.check, judged) == [
        'provider aws tags the classification as "personal", and the context says public'
    ]


@pytest.mark.parametrize("environment", ["eu-west-1", "us-east-1"])
def test_a_plan_without_the_output_has_no_context(
    environment: str, compliant_plan: Callable[[str], Json], mutated: Callable[[Json, Callable[[Json], object]], Stack]
) -> None:
    def silence(plan: Json) -> None:
        del plan["planned_values"]["outputs"]["residency"]
        del plan["configuration"]["root_module"]["outputs"]["residency"]

    judged = mutated(compliant_plan(environment), silence)
    assert _messages(context_complete.check, judged) == ["the stack has no context"]
