"""Grants and roles follow from the account in use to its alternate."""

import pytest

from modules.credentials.rotation.accounts import Grant
from modules.credentials.rotation.secret import RotationError
from tests.modules.credentials.conftest import GRANTS, Scene

ROLE = "GRANT `clerk`@`%` TO {}"


@pytest.mark.parametrize(
    "grants",
    [
        [],
        [*GRANTS, ROLE],
        ["GRANT `clerk`@`%` TO {} WITH ADMIN OPTION"],
        ["GRANT SELECT (`a`, `b`), INSERT (`a`) ON `orders`.`lines` TO {} WITH GRANT OPTION"],
        ["GRANT SELECT ON `odd TO ``settlement``@``%`` x`.* TO {}"],
        ["GRANT USAGE ON *.* TO {} WITH GRANT OPTION"],
    ],
)
def test_the_alternate_gets_what_the_account_in_use_has_now(scene: Scene, grants: list[str]) -> None:
    for _ in range(3):
        scene.rotate()
    scene.server.accounts["settlement"].grants = grants
    scene.rotate()
    assert sorted(scene.server.accounts["settlement_clone"].grants) == sorted(grants)


def test_what_the_account_in_use_lost_is_taken_from_the_alternate(scene: Scene) -> None:
    scene.server.accounts["settlement"].grants = [*GRANTS, ROLE, "GRANT EXECUTE ON `orders`.* TO {}"]
    for _ in range(3):
        scene.rotate()
    scene.server.accounts["settlement"].grants = [*GRANTS]
    scene.rotate()
    assert scene.server.accounts["settlement_clone"].grants == GRANTS


def test_default_roles_follow_and_leave_again(scene: Scene) -> None:
    settlement = scene.server.accounts["settlement"]
    settlement.grants, settlement.default_roles = [ROLE], [("clerk", "%")]
    for _ in range(3):
        scene.rotate()
    assert scene.server.accounts["settlement_clone"].default_roles == [("clerk", "%")]
    settlement.default_roles = []
    scene.rotate()
    assert scene.server.accounts["settlement_clone"].default_roles == []


def test_equal_grants_are_not_touched(scene: Scene) -> None:
    for _ in range(3):
        scene.rotate()
    scene.server.statements.clear()
    scene.rotate()
    changes = [each for each in scene.server.statements if each.startswith(("GRANT", "REVOKE", "SET DEFAULT"))]
    assert changes == []


@pytest.mark.parametrize(
    "row",
    [
        "REVOKE INSERT ON `mysql`.* FROM `settlement`@`%`",
        "GRANT SELECT ON *.* TO `settlement`@`localhost`",
        "GRANT SELECT ON *.* TO `another`@`%`",
        "GRANT SELECT ON *.* TO `settlement`@`%` AS `somebody`@`%`",
    ],
)
def test_a_grant_that_cannot_be_copied_is_refused(row: str) -> None:
    with pytest.raises(RotationError, match=r"^a grant of settlement cannot be copied"):
        Grant.parse(row, "settlement")
