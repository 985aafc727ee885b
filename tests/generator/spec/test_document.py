"""Positions of what is there and of what is missing."""

import pytest

from generator.spec.document import Document, Path, dotted
from generator.spec.loading import load_bytes
from tests.generator.spec.specs import SMALLEST


@pytest.fixture(scope="module")
def document() -> Document:
    found = load_bytes(SMALLEST.encode(), shown_as="smallest.yaml", name=None).document
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("owner",), (4, 8), (4, 1)),
        (("owner", "email"), (4, 30), (4, 23)),
        (("network", "availability_zones", 1), (8, 36), (8, 36)),
        (("databases", "orders", "storage", "iops"), (10, 3), (10, 3)),
        (("state", "bucket"), (1, 1), (1, 1)),
    ],
)
def test_a_missing_value_stands_where_what_contains_it_is_named(
    document: Document, path: Path, value: tuple[int, int], key: tuple[int, int]
) -> None:
    assert (document.position(path), document.key_position(path)) == (value, key)


def test_a_value_is_found_by_its_path_and_none_where_there_is_none(document: Document) -> None:
    assert document.at(("network", "availability_zones", 2)) == "eu-west-1c"
    assert document.at(("network", "availability_zones", 3)) is None
    assert document.at(("region", "x")) is None


def test_lines_are_counted_as_yaml_counts_them() -> None:
    lines = Document("f", "a\r\nb\rc\u2028d\n", None)

    assert [lines.line(number) for number in range(7)] == ["", "a", "b", "c", "d", "", ""]


def test_a_path_is_written_with_dots_and_brackets() -> None:
    assert dotted(("databases", "orders", "users", 0, "role")) == "databases.orders.users[0].role"
    assert dotted((0, "a")) == "[0].a"
