"""The facts about events."""

from typing import get_args

import pytest

from generator.facts.events import SourceType, events_of


@pytest.mark.parametrize("source_type", get_args(SourceType))
def test_only_categories_that_exist_are_subscribed_to(source_type: SourceType) -> None:
    events = events_of(source_type)
    assert events.subscribed
    assert set(events.subscribed) <= set(events.categories)
    assert events.source.startswith("https://")


def test_a_cluster_knows_no_backup_and_no_availability_events() -> None:
    assert not {"availability", "backup"} & set(events_of("db-cluster").categories)


def test_every_copy_out_of_the_vault_is_told() -> None:
    events = events_of("backup-vault")
    copies = [category for category in events.categories if category.startswith("COPY_")]
    assert copies
    assert set(copies) <= set(events.subscribed)
