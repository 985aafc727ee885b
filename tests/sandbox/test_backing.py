"""What stands behind clusters when nothing does."""

import pytest

from sandbox.backing import BackingError, ClusterKey, ClusterOrder, Member, NothingBehind

KEY = ClusterKey("222222222222", "eu-west-1", "orders")
NAMES = ["orders-instance-1", "orders-instance-2", "orders-instance-3"]


@pytest.fixture
def nothing() -> NothingBehind:
    order = ClusterOrder(
        key=KEY,
        resource_id="cluster-1",
        engine_version="8.4.10",
        port=3306,
        members=[Member(name, zone) for name, zone in zip(NAMES, "abc", strict=True)],
        parameters={},
        master_user="admin",
        master_password="",
        database=None,
        iam_authentication=True,
        writer_name="w",
        reader_name="r",
        member_names={},
    )
    nothing = NothingBehind()
    nothing.create(order)
    return nothing


def test_the_first_member_is_the_writer(nothing: NothingBehind) -> None:
    seen = nothing.observe(KEY)
    assert seen.writer == NAMES[0]
    assert {name: state.role for name, state in seen.members.items()} == {
        NAMES[0]: "writer",
        NAMES[1]: "reader",
        NAMES[2]: "reader",
    }


@pytest.mark.parametrize(("target", "writer"), [(None, NAMES[1]), (NAMES[2], NAMES[2])])
def test_a_failover_makes_a_reader_the_writer(nothing: NothingBehind, target: str | None, writer: str) -> None:
    nothing.failover(KEY, target)
    assert nothing.observe(KEY).writer == writer


def test_there_is_nothing_to_hurt(nothing: NothingBehind) -> None:
    with pytest.raises(BackingError, match="no server that could kill"):
        nothing.inject("kill", KEY, NAMES[0])
