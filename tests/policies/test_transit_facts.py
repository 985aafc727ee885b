"""The pack's facts about transport are those that the generator has."""

from generator.facts.choices import choices
from generator.facts.promises import promises
from policies.engine.facts import facts


def test_the_parameters_that_keep_the_promise_are_the_same() -> None:
    said = {name: list(promise.keep) for name, promise in promises()["transport"].items()}
    assert {name: each["keep"] for name, each in facts("transport")["parameters"].items()} == said


def test_the_certificate_authorities_are_the_same() -> None:
    assert facts("transport")["certificate_authorities"]["values"] == list(choices().certificate_authorities)
