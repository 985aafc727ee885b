"""A mutant counts as caught only by a policy whose subject it is."""

from collections.abc import Iterator

import pytest

from generator.policing.pack import Pack, load_pack
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack
from tests.mutants.judging import Verdict, judge
from tests.mutants.operators import Operator, mutate
from tests.policies.compliant import compliant_render

UNENCRYPTED = Operator(
    "unencrypted",
    "The storage is not encrypted",
    "encryption",
    ({"set": "resource.aws_rds_cluster.orders.storage_encrypted", "to": False},),
)


class _Raising(Policy):
    id = "CKV_TDG_199"
    category = "encryption"
    types = ("aws_rds_cluster",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        raise RuntimeError(f"{resource.address} in {stack.kind}")


@pytest.mark.parametrize(
    ("category", "policy", "caught"),
    [
        ("encryption", None, True),
        ("encryption", "CKV_TDG_101", True),
        ("encryption", "CKV_TDG_102", False),
        ("transit", None, False),
    ],
)
def test_the_category_and_the_policy_must_be_the_operators(category: str, policy: str | None, caught: bool) -> None:
    verdict = judge(mutate(UNENCRYPTED, "eu-west-1", compliant_render("eu-west-1")).stack)

    assert verdict.catches(Operator("x", "x", category, (), policy)) is caught
    assert verdict.seen["CKV_TDG_101"] == {"aws_rds_cluster.orders"}
    assert verdict.catchers("encryption", address="aws_rds_cluster.other") == []


def test_only_the_policies_of_one_category_are_asked_if_one_is_named() -> None:
    stack = mutate(UNENCRYPTED, "eu-west-1", compliant_render("eu-west-1")).stack

    assert judge(stack, "transit") == Verdict()


def test_a_stack_that_cannot_be_read_counts_as_caught() -> None:
    verdict = judge({"module": {"shadow": {"source": "./shadow"}}})

    assert verdict.unreadable
    assert verdict.catches(UNENCRYPTED)


def test_a_policy_that_raises_catches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    more = Pack((*load_pack().policies, _Raising()), ())
    monkeypatch.setattr("tests.mutants.judging.load_pack", lambda: more)
    verdict = judge(mutate(UNENCRYPTED, "eu-west-1", compliant_render("eu-west-1")).stack)

    assert verdict.raised == {"CKV_TDG_199": "RuntimeError: aws_rds_cluster.orders in render"}
    assert not verdict.catches(UNENCRYPTED)
