"""Plan JSON read as data."""

import pytest

from generator.terraform.plan import Action, Change, Plan, read_plan


def entry(*actions: str, mode: str = "managed", index: str = "") -> dict[str, object]:
    """A resource change as Terraform writes it."""
    return {
        "address": f"aws_kms_key.storage{index}",
        "mode": mode,
        "type": "aws_kms_key",
        "name": "storage",
        "change": {"actions": list(actions)},
    }


@pytest.mark.parametrize(
    ("actions", "action"),
    [
        (["no-op"], "no-op"),
        (["create"], "create"),
        (["update"], "update"),
        (["delete"], "delete"),
        (["read"], "read"),
        (["delete", "create"], "replace"),
        (["create", "delete"], "replace"),
    ],
)
def test_each_pair_of_actions_has_one_word(actions: list[str], action: Action) -> None:
    plan = read_plan({"resource_changes": [entry(*actions)]})
    assert plan == Plan((Change("aws_kms_key.storage", "aws_kms_key.storage", "aws_kms_key", action),))
    assert plan.count(action) == 1


def test_an_instance_leads_back_to_its_resource() -> None:
    (change,) = read_plan({"resource_changes": [entry("create", index='["a"]')]}).changes
    assert (change.address, change.resource) == ('aws_kms_key.storage["a"]', "aws_kms_key.storage")


def test_a_data_source_keeps_its_prefix() -> None:
    (change,) = read_plan({"resource_changes": [entry("read", mode="data")]}).changes
    assert change.resource == "data.aws_kms_key.storage"


def test_an_empty_plan_has_no_changes() -> None:
    assert read_plan({}) == Plan(())


def test_an_action_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="an action that Tidegate does not know: open"):
        read_plan({"resource_changes": [entry("open")]})
