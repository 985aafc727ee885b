"""Who becomes the writer: every case in which a commit could be lost elects nobody."""

import pytest

from sandbox.data_plane.clusters.election import Standing, any_fit, elect
from sandbox.data_plane.clusters.gtids import GtidSet

UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562"
MORE, LESS = GtidSet.parse(f"{UUID}:1-9"), GtidSet.parse(f"{UUID}:1-5")


@pytest.mark.parametrize(
    ("case", "b", "c", "elected"),
    [
        ("both level", Standing("b", MORE, 10.0), Standing("c", MORE, 10.0), "b"),
        ("one ahead", Standing("b", LESS, 10.0), Standing("c", MORE, 10.0), "c"),
        ("other long gone", Standing("b", MORE, 10.0), Standing("c", None, None, 5.0), "b"),
        ("other gone just now", Standing("b", MORE, 10.0), Standing("c", None, 10.0, 11.0), None),
        ("other gone, none knows when", Standing("b", MORE, 10.0), Standing("c", None, 10.0), None),
        ("other restarted, and behind", Standing("b", MORE, 10.0), Standing("c", LESS, None, 5.0), "b"),
        ("other restarted, and ahead", Standing("b", LESS, 10.0), Standing("c", MORE, None, 5.0), None),
        ("other restarted just now", Standing("b", MORE, 10.0), Standing("c", LESS, None, 11.0), None),
        ("both restarted", Standing("b", MORE, None, 5.0), Standing("c", MORE, None, 5.0), None),
        ("both gone", Standing("b", None, 10.0, 11.0), Standing("c", None, 10.0, 11.0), None),
        ("was away, both answer", Standing("b", MORE, 10.0), Standing("c", LESS, 4.0, 5.0), "b"),
    ],
)
def test_the_reader_that_holds_every_acknowledged_commit_is_elected(
    case: str, b: Standing, c: Standing, elected: str | None
) -> None:
    assert elect([b, c]) == elected, case
    assert elect([c, b]) == elected, case
    assert any_fit([b, c]) == any_fit([c, b]) == (elected is not None or case == "other restarted, and ahead"), case


def test_a_preferred_reader_wins_over_its_equal_only() -> None:
    equal = [Standing("b", MORE, 10.0), Standing("c", MORE, 10.0)]
    behind = [Standing("b", MORE, 10.0), Standing("c", LESS, 10.0)]
    assert elect(equal, preferred="c") == "c"
    assert elect(behind, preferred="c") == "b"


def test_readers_that_hold_different_things_elect_nobody() -> None:
    other = GtidSet.parse(f"{UUID}:1-4:9-12")
    assert elect([Standing("b", MORE, 10.0), Standing("c", other, 10.0)]) is None
