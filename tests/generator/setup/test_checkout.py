from collections.abc import Callable
from pathlib import Path

import pytest

from generator.setup.checkout import Checkout
from tests.generator.setup.checkouts import small_checkout


def append(name: str, text: str) -> Callable[[Checkout], None]:
    def change(checkout: Checkout) -> None:
        with (checkout.root / name).open("a") as file:
            file.write(text)

    return change


def another_python(checkout: Checkout) -> None:
    checkout.python.unlink()
    checkout.python.symlink_to("/usr/bin/env")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    checkout = small_checkout(tmp_path / "checkout")
    checkout.python.parent.mkdir(parents=True)
    checkout.python.symlink_to("/bin/sh")
    return checkout


@pytest.mark.parametrize(
    "change",
    [
        append("requirements.lock", "attrs==26.1.0 --hash=sha256:00\n"),
        append("pyproject.toml", "[tool.hatch.metadata]\nallow-direct-references = true\n"),
        another_python,
    ],
)
def test_what_the_environment_is_made_from_changes_the_recipe(
    checkout: Checkout, change: Callable[[Checkout], None]
) -> None:
    before = checkout.recipe()
    change(checkout)
    assert checkout.recipe() != before


def test_a_moved_checkout_has_another_recipe(checkout: Checkout, tmp_path: Path) -> None:
    before = checkout.recipe()
    moved = checkout.root.rename(tmp_path / "moved")
    assert Checkout(moved, checkout.cache).recipe() != before


@pytest.mark.parametrize(
    "change", [append("pyproject.toml", "\n[tool.other]\nlength = 99\n"), append("modules/part/part.py", "X = 1\n")]
)
def test_other_changes_do_not(checkout: Checkout, change: Callable[[Checkout], None]) -> None:
    before = checkout.recipe()
    change(checkout)
    assert checkout.recipe() == before
