"""The table counts each side for itself, and the report names who survived and what was refused."""

from tests.mutants.proving import report
from tests.mutants.results import Count, Result, count, table

RESULTS = [
    Result("a@one", "encryption", "caught", "caught", True, ("CKV_TDG_101",)),
    Result("b@one", "encryption", "caught", "refused", False, ("CKV_TDG_101",), "it says why"),
    Result("c@one", "transit", "caught", "survived", False, (), "seen by no policy"),
    Result("d@one", "transit", "survived", "not there", True, (), "seen only by CKV_TDG_101"),
    Result(
        "e@one", "residency, arn", "caught", "refused", False, ("CKV_TDG_801",), "it is no ARN", ("plan: it is said",)
    ),
]


def test_what_terraform_refuses_or_no_plan_holds_is_not_counted_as_caught_there() -> None:
    assert count(RESULTS) == [
        Count("encryption", mutants=2, on_render=2, plans=1, on_plan=1, refused=1, builtin=1),
        Count("transit", mutants=2, on_render=1, plans=1, on_plan=0, refused=0, builtin=1),
        Count("residency, arn", mutants=1, on_render=1, plans=0, on_plan=0, refused=1, builtin=0),
        Count("all", mutants=5, on_render=4, plans=2, on_plan=1, refused=2, builtin=2),
    ]


def test_a_mutant_survives_that_gets_past_either_side() -> None:
    assert [each.name for each in RESULTS if each.survived] == ["c@one", "d@one"]


def test_the_table_has_a_row_for_each_category_and_one_for_all() -> None:
    lines = table(count(RESULTS)).splitlines()

    assert [line.split()[0] for line in lines if line] == [
        "category",
        "--------------",
        "encryption",
        "transit",
        "residency,",
        "all",
    ]
    assert lines[2].split() == ["encryption", "2", "2/2", "1/1", "1", "1/2"]


def test_the_report_names_survivors_refusals_and_disagreements() -> None:
    said = report(RESULTS, ["one, plan: something"])

    assert "Refused by terraform, and so without a plan (1 of those written down):\n  b@one: it says why\n" in said
    assert "A sound environment has findings:\n  one, plan: something\n" in said
    assert said.endswith(
        "Survivors: 2\n"
        "  c@one: render caught, plan survived; seen by no policy\n"
        "  d@one: render survived, plan not there; seen only by CKV_TDG_101\n\n"
        "Disagreements of checkov's command line and the gate: 1\n"
        "  e@one: plan: it is said\n"
    )


def test_without_any_it_says_so() -> None:
    assert report(RESULTS[:2], []).endswith(
        "Survivors: none\n\nDisagreements of checkov's command line and the gate: none\n"
    )
