"""Sets of transactions behave as sets, in the server's own notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.data_plane.clusters.gtids import GtidSet

A, B = "3e11fa47-71ca-11e1-9e33-c80aa9429562", "4e11fa47-71ca-11e1-9e33-c80aa9429562"
TRANSACTIONS = st.sets(st.tuples(st.sampled_from([(A, ""), (A, "tag"), (B, "")]), st.integers(1, 30)))


@pytest.mark.parametrize("text", ["", f"{A}:1", f"{A}:1-5:7-9,{B}:3", f"{A}:1-3,{A}:tag:5-6"])
def test_text_is_read_and_written_alike(text: str) -> None:
    assert str(GtidSet.parse(text)) == text


def test_the_servers_line_breaks_and_several_tags_are_read() -> None:
    assert GtidSet.parse(f"{A}:1-2:Tag:4,\n{B}:1") == GtidSet.parse(f"{A}:1-2,{A}:tag:4,{B}:1")


@given(TRANSACTIONS, TRANSACTIONS)
def test_it_is_a_set(left: set[tuple[tuple[str, str], int]], right: set[tuple[tuple[str, str], int]]) -> None:
    one, other = GtidSet.of(left), GtidSet.of(right)
    assert one | other == GtidSet.of(left | right)
    assert one & other == GtidSet.of(left & right)
    assert (one >= other) == (left >= right)
    assert len(one) == len(left)
    assert all(each in one for each in left)
    assert GtidSet.parse(str(one)) == one
