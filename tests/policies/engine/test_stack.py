"""A render and a plan, as one shape."""

from policies.engine.stack import load_mapping
from tests.policies.compliant import compliant_plan, compliant_render


def test_render_and_plan_have_the_same_instances() -> None:
    render, plan = (load_mapping(data) for data in (compliant_render("eu-west-1"), compliant_plan("eu-west-1")))
    assert {(each.address, each.key) for each in render.resources} == {
        (each.address, each.key) for each in plan.resources
    }
    assert render.context == plan.context
