"""The pack's facts about users are those that the generator has."""

from generator.facts.identifiers import identifiers
from policies.engine.facts import facts


def test_the_users_that_are_taken_are_the_same() -> None:
    assert set(facts("identity")["users"]["taken"]) == set(identifiers().taken_users)
