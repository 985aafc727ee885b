"""Generated mutants are of every resource type, differ from a resource at home in nothing but the region, and die."""

from collections import Counter
from dataclasses import replace
from functools import cache

from tests.conftest import ROOT
from tests.mutants.edits import replaced
from tests.mutants.generated import Generated, beside, generate
from tests.mutants.judging import judge
from tests.mutants.operators import words
from tests.mutants.schema import Argument, Block, resource_types
from tests.policies.compliant import compliant_render

RENDER = compliant_render("eu-west-1")
BATCH = 250


@cache
def types() -> dict[str, Block]:
    return resource_types(ROOT / "build" / "mutants", ROOT / ".terraform.lock.hcl")


@cache
def made() -> tuple[Generated, ...]:
    return tuple(generate(types(), RENDER))


def at_home(mutant: Generated) -> Generated:
    texts = words(RENDER)
    arguments = replaced(dict(mutant.arguments), {texts["<foreign>"]: texts["<region>"]})
    return replace(mutant, arguments={name: value for name, value in arguments.items() if name != "provider"})


def test_there_is_one_of_each_type_and_of_each_region_and_arn() -> None:
    counted = Counter(mutant.form for mutant in made())

    assert len(types()) == counted["alias"] == 1526
    assert counted["arn"] == counted["interpolated arn"] > 1000
    assert counted["region"] == counted["interpolated region"] > 90
    assert len({mutant.address for mutant in made()}) == len(made())


def test_a_mutant_has_what_its_type_cannot_do_without() -> None:
    block = Block(
        (Argument("name", "string", True), Argument("size", "number", True), Argument("role_arn", "string", False)),
        {"to": Block((Argument("region", ["set", "string"], False), Argument("on", "bool", True)))},
        {},
    )
    by_place = {(mutant.form, mutant.place): mutant.arguments for mutant in generate({"aws_x": block}, RENDER)}

    assert by_place == {
        ("alias", ""): {"provider": "aws.tidegate_abroad", "name": "shadow", "size": 1},
        ("arn", "role_arn"): {
            "name": "shadow",
            "size": 1,
            "role_arn": "arn:aws:lambda:us-east-1:222222222222:function:x",
        },
        ("interpolated arn", "role_arn"): {
            "name": "shadow",
            "size": 1,
            "role_arn": "arn:aws:lambda:${local.tidegate_abroad}:222222222222:function:x",
        },
        ("region", "to.region"): {"name": "shadow", "size": 1, "to": [{"on": True, "region": ["us-east-1"]}]},
        ("interpolated region", "to.region"): {
            "name": "shadow",
            "size": 1,
            "to": [{"on": True, "region": ["${local.tidegate_abroad}"]}],
        },
    }


def test_every_one_of_them_is_caught_on_the_render() -> None:
    survivors = []
    for start in range(0, len(made()), BATCH):
        batch = list(made()[start : start + BATCH])
        verdict = judge(beside(RENDER, batch), "residency")
        survivors += [each.label for each in batch if not verdict.catchers("residency", address=each.address)]

    assert survivors == []


def test_what_is_made_abroad_is_caught_for_being_there() -> None:
    abroad = [mutant for mutant in made() if mutant.form == "alias"]
    one, other = judge(beside(RENDER, abroad), "residency"), judge(beside(RENDER, [at_home(each) for each in abroad]))
    blamed = {
        each.type
        for each in abroad
        if set(one.catchers("residency", address=each.address))
        <= set(other.catchers("residency", address=each.address))
    }
    silent = [each for each in abroad if not other.catchers("residency", address=each.address)]

    assert blamed == set()
    assert len(silent) > len(abroad) * 3 / 4
