"""A spec that passes always renders, whatever it says."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from generator.spec.loading import Loaded, load_bytes
from generator.synth.rendering import render, write
from generator.targets import opening
from generator.terraform.workspace import Workspace
from generator.validation import judge
from tests.conftest import ROOT
from tests.valid_specs import documents

TODAY = date(2026, 11, 22)


def sound(text: str) -> Loaded:
    """The spec in `text`, against which no rule has anything."""
    loaded = load_bytes(text.encode(), shown_as="environments/eu-west-1.yaml", name="eu-west-1")
    assert judge([loaded], today=TODAY) == []
    return loaded


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_a_spec_that_passes_renders(text: str) -> None:
    loaded = sound(text)
    assert loaded.document
    assert loaded.environment
    assert render(loaded.document, loaded.environment).resources > 0


@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents)
def test_a_spec_that_passes_is_planned(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    loaded = sound(text)
    assert loaded.document
    assert loaded.environment
    folder = tmp_path_factory.mktemp("spec")
    write(render(loaded.document, loaded.environment), folder)
    with opening("sandbox", account_id=loaded.environment.account_id, region="eu-west-1") as target:
        workspace = Workspace(folder, target(), ROOT / ".terraform.lock.hcl")
        workspace.initialise()
        workspace.plan(lambda _event: None)
    assert (folder / "plan.tfplan").exists()
