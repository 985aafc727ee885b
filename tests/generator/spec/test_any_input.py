"""Whatever a file holds, loading and judging it ends soon, with an environment or with findings."""

import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.report import FORMATS, Format, report
from generator.spec.lines import split_lines
from generator.spec.loading import Loaded, load_bytes
from generator.validation import judge
from tests.generator.spec.strategies import mutated_files, spec_files
from tests.specs.cases import TODAY

FAST = settings(
    max_examples=150, deadline=timedelta(seconds=30), suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def judged(content: bytes, today: date = TODAY) -> Loaded:
    """The spec, after every promise about findings has been looked at."""
    loaded = load_bytes(content, shown_as="spec.yaml", name=None)
    assert (loaded.environment is None) == bool(loaded.findings)
    lines = split_lines(content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape"))
    findings = judge([loaded], today=today)
    for found in findings:
        assert found.message
        assert found.fix
        if found.line is not None and found.column is not None:
            assert 1 <= found.line <= len(lines), found
            assert 1 <= found.column <= len(lines[found.line - 1]) + 1, found
    return loaded


@settings(FAST, max_examples=40)
@given(spec_files())
def test_a_spec_made_from_the_schema_has_the_right_shape_or_an_inconsistency(content: bytes) -> None:
    rules = {found.rule for found in judged(content).findings}

    # What a schema for editors cannot say: keys that exclude each other, and a text that is reserved.
    assert rules <= {"SPEC018"}


@FAST
@given(mutated_files())
def test_a_real_spec_with_changed_bytes_ends_in_an_environment_or_in_findings(content: bytes) -> None:
    judged(content)


@FAST
@given(
    st.one_of(st.text(), st.text("{}[]:,#&*!|>'\"%@`?- \t\n0ax")).map(lambda text: text.encode(errors="surrogatepass"))
)
def test_any_text_ends_in_findings(content: bytes) -> None:
    assert judged(content).findings


@FAST
@given(st.binary())
def test_any_bytes_end_in_findings(content: bytes) -> None:
    assert judged(content).findings


@pytest.mark.parametrize("form", FORMATS)
@settings(FAST, max_examples=25)
@given(content=mutated_files())
def test_findings_on_any_spec_can_be_reported(form: Format, content: bytes) -> None:
    stream = io.StringIO()

    report(judged(content).findings, {"specs": ["spec.yaml"]}, form, stream)

    assert stream.getvalue().encode()


STALLING = {
    **{
        piece: piece * (200_000 // len(piece))
        for piece in ("[", "{", "]", "- ", "? ", "a: ", "[a, ", "{a: ", "!", "'", '"')
    },
    **{
        piece: piece * (200_000 // len(piece))
        for piece in ("&a ", "*a ", "\t", "\n", ": ", "|\n", "- a\n", "\0", "\ufeff")
    },
    "many databases": "databases:\n" + "".join(f"  d{number}: {{}}\n" for number in range(15_000)),
    "many unknown keys": "".join(f"unknown_{number}: 1\n" for number in range(12_000)),
    "many anchors": "".join(f"k{number}: &a 1\n" for number in range(15_000)),
    "a billion laughs": "a: &a [x, x]\n"
    + "".join(f"{n}: &{n} [*{p}, *{p}, *{p}]\n" for p, n in pairwise("abcdefghijkl")),
    "a long number": "region: " + "9" * 200_000,
    "a long key": "k" * 200_000 + ": 1",
    "a staircase": "\n".join(" " * level + "a:" for level in range(600)),
}


@pytest.mark.parametrize("name", STALLING)
@settings(deadline=timedelta(seconds=30), max_examples=1)
@given(nothing=st.none())
def test_a_file_made_to_stall_does_not(name: str, nothing: None) -> None:
    assert judged(STALLING[name].encode()).findings, nothing
