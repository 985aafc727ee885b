"""A spec that passes always renders, whatever it says, and the policies find nothing in its render and its plan."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from generator.policing import judge_stack
from generator.spec.loading import Loaded, load_bytes
from generator.synth.rendering import render, write
from generator.targets import opening
from generator.terraform.workspace import Workspace
from generator.validation import judge
from tests.conftest import ROOT
from tests.valid_specs import documents

# To make a failing spec smaller takes a render each time, and minutes.
UNSHRUNK = tuple(each for each in Phase if each is not Phase.shrink)
TODAY = date(2026, 11, 22)


def sound(text: str) -> Loaded:
    """The spec in `text`, against which no rule has anything."""
    loaded = load_bytes(text.encode(), shown_as="environments/eu-west-1.yaml", name="eu-west-1")
    assert judge([loaded], today=TODAY) == []
    return loaded


@settings(max_examples=25, deadline=None, phases=UNSHRUNK, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_a_spec_that_passes_renders_and_the_policies_find_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    loaded = sound(text)
    assert loaded.document
    assert loaded.environment
    rendered = render(loaded.document, loaded.environment)
    folder = tmp_path_factory.mktemp("spec")
    write(rendered, folder)
    findings, checked = judge_stack(folder / "cdk.tf.json")
    assert (rendered.resources > 0, checked["resources"] > 0, findings) == (True, True, [])


@settings(max_examples=1, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents)
def test_a_spec_that_passes_is_planned_and_the_policies_find_nothing(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    loaded = sound(text)
    assert loaded.document
    assert loaded.environment
    folder = tmp_path_factory.mktemp("spec")
    write(render(loaded.document, loaded.environment), folder)
    with opening("sandbox", account_id=loaded.environment.account_id, region="eu-west-1") as target:
        workspace = Workspace(folder, target(), ROOT / ".terraform.lock.hcl")
        workspace.initialise()
        workspace.plan(lambda _event: None)
        workspace.show()
    findings, checked = judge_stack(folder / "plan.json")
    assert (checked["resources"] > 0, findings) == (True, [])
