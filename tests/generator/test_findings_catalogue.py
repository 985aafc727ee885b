"""Every rule id has one description."""

import pytest

from generator import findings_catalogue
from generator.findings_catalogue import RuleDescription, describe, descriptions


def test_descriptions_are_sorted_and_complete() -> None:
    ids = [described.id for described in descriptions()]

    assert ids == sorted(set(ids))
    assert {"SPEC001", "SPEC020", "RDS014", "NET011"} <= set(ids)


@pytest.mark.parametrize("described", descriptions(), ids=lambda described: described.id)
def test_a_description_says_what_where_from_and_how_bad(described: RuleDescription) -> None:
    assert described.title
    assert not described.title.endswith(".")
    assert described.explanation.endswith(".")
    assert described.source.startswith(("https://", "docs/"))


def test_a_rule_is_described_by_its_id() -> None:
    found = describe("SPEC013")

    assert found is not None
    assert found.title == "A key is one that the spec has at this place"
    assert describe("SPEC999") is None


def test_two_rules_of_one_name_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings_catalogue, "_TABLES", ("generator.spec.syntax_rules",) * 2)

    with pytest.raises(ValueError, match="two rules are called SPEC001"):
        descriptions()
