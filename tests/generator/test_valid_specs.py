"""A spec that passes always renders, whatever it says."""

from datetime import date

from hypothesis import HealthCheck, given, settings

from generator.spec.loading import Loaded, load_bytes
from generator.synth.rendering import render
from generator.validation import judge
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
