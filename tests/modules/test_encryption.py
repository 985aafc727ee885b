"""The cell's keys as they are rendered."""

from typing import Any

import pytest

from modules.encryption import Encryption
from tests.modules.conftest import Render

KEYS = ["alerts", "backups", "insights", "logs", "secrets", "storage"]


@pytest.fixture(scope="module")
def stack(render: Render) -> dict[str, Any]:
    return render(Encryption)


def test_every_kind_of_data_has_a_key_of_its_own(stack: dict[str, Any]) -> None:
    assert sorted(stack["resource"]["aws_kms_key"]) == KEYS


@pytest.mark.parametrize("name", KEYS)
def test_a_key_rotates_stays_in_its_region_and_cannot_be_destroyed(stack: dict[str, Any], name: str) -> None:
    key = stack["resource"]["aws_kms_key"][name]
    assert (key["enable_key_rotation"], key["multi_region"], key["lifecycle"]["prevent_destroy"]) == (True, False, True)
