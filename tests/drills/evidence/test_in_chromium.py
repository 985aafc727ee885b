"""The page as a reader sees it: on a phone nothing runs over the edge, on a desk neither, in light and dark."""

import html
import json
import re
import struct
from pathlib import Path

import pytest

from drills.evidence.page import page
from tests.drills.evidence.chromium import look
from tests.drills.evidence.reports import FAILED, report

PROBE = """
<iframe id="seen" style="width: {width}px; height: 800px; border: 0" srcdoc="{page}"></iframe>
<pre id="told"></pre>
<script>
document.getElementById("seen").onload = () => {{
  const seen = document.getElementById("seen").contentDocument, wide = seen.documentElement.clientWidth;
  const box = (each) => each.getBoundingClientRect();
  const shown = [...seen.querySelectorAll("main *")].filter((each) => box(each).width && !each.closest(".scroll, svg"));
  const texts = [...seen.querySelectorAll("svg text")].filter((each) => box(each).width);
  document.getElementById("told").textContent = JSON.stringify({{
    overflow: seen.documentElement.scrollWidth - wide,
    outside: shown.filter((each) => box(each).right > wide + 1).map((each) => each.className || each.tagName),
    plots: [...seen.querySelectorAll("svg")].filter((each) => box(each).width).length,
    top: Math.round(box(seen.querySelector("h1")).bottom),
    smallest: Math.min(...texts.map((each) => Math.min(box(each).height, box(each).width + 9))),
    largest: Math.max(...texts.map((each) => Math.min(box(each).height, box(each).width))),
    background: getComputedStyle(seen.body).backgroundColor,
    ink: getComputedStyle(seen.querySelector("svg text")).fill,
  }});
}};
</script>
"""


def seen(folder: Path, text: str, width: int, *options: str) -> dict[str, object]:
    """What is measured of the page in a frame of that width."""
    probe = folder / "probe.html"
    probe.write_text(PROBE.format(width=width, page=html.escape(text)))
    told = re.search(r'<pre id="told">(.*?)</pre>', look(probe, "--dump-dom", "--virtual-time-budget=5000", *options))
    assert told
    measured: dict[str, object] = json.loads(html.unescape(told[1]))
    return measured


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize("verdicts", [None, FAILED], ids=["passed", "failed"])
def test_nothing_runs_over_the_edge(tmp_path: Path, width: int, verdicts: list[object] | None) -> None:
    measured = seen(tmp_path, page(report(verdicts)), width)  # type: ignore[arg-type]
    assert (measured["overflow"], measured["outside"]) == (0, [])
    assert measured["plots"] == (2 if verdicts is None else 1)
    assert int(str(measured["top"])) < 160
    assert 8 < float(str(measured["smallest"])) <= float(str(measured["largest"])) < 22


def test_what_runs_over_the_edge_is_found(tmp_path: Path) -> None:
    wide = page(report()).replace("<h2>", '<h2 class="long" style="width: 900px">', 1)
    measured = seen(tmp_path, wide, 390)
    assert int(str(measured["overflow"])) > 0
    assert measured["outside"] == ["long"]


def test_light_and_dark_differ(tmp_path: Path) -> None:
    light, dark = (
        seen(tmp_path, page(report()), 390, f"--blink-settings=preferredColorScheme={scheme}") for scheme in (1, 0)
    )
    assert (light["background"], dark["background"]) == ("rgb(251, 251, 249)", "rgb(15, 21, 27)")
    assert light["ink"] != dark["ink"]


def test_it_can_be_photographed(tmp_path: Path) -> None:
    shown, photograph = tmp_path / "index.html", tmp_path / "page.png"
    shown.write_text(page(report()))
    look(shown, f"--screenshot={photograph}", "--window-size=1000,1600")
    width, height = struct.unpack(">II", photograph.read_bytes()[16:24])
    assert (width, height) == (1000, 1600)
