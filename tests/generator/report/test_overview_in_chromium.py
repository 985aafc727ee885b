"""The page of a plan in a browser: that it shows, that nothing overflows, and that it asks for nothing."""

import re
from pathlib import Path

import pytest

from generator.report.overview import as_html
from tests.drills.evidence.chromium import look
from tests.generator.report.overviews import BLOB, OVERVIEW

PROBE = """<script>
addEventListener("load", () => {
  const width = document.documentElement.clientWidth + 1;
  const wide = [...document.querySelectorAll("body *")]
    .filter(each => !each.closest(".scroll") && each.getBoundingClientRect().right > width)
    .map(each => each.outerHTML.slice(0, 80));
  const shown = [...document.querySelectorAll("h1, h2, td, article p")].map(each => each.innerText.trim());
  const result = document.createElement("pre");
  result.id = "probe";
  const style = getComputedStyle(document.querySelector("article")).borderTopWidth;
  result.textContent = JSON.stringify({wide, shown, style,
    requests: performance.getEntriesByType("resource").map(each => each.name)});
  document.documentElement.append(result);
});
</script>"""


@pytest.mark.parametrize("width", [1200, 400])
def test_the_page_shows_its_parts_and_overflows_nowhere(tmp_path: Path, width: int) -> None:
    page = tmp_path / "page.html"
    # The page allows no script; the probe is one.
    text = as_html(OVERVIEW, BLOB).replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
    page.write_text(text.replace("</body>", f"{PROBE}</body>"), encoding="utf-8")
    shown = look(page, "--dump-dom", f"--window-size={width},900", "--virtual-time-budget=2000")
    (probe,) = re.findall(r'<pre id="probe">(.+?)</pre>', shown)
    assert '"wide":[]' in probe
    assert '"requests":[]' in probe
    assert '"style":"1px"' in probe
    for text in (
        "eu-west-1: fail",
        "What changes",
        "aws_rds_cluster.risk",
        "failover of about 35 s",
        "error GRD002",
        "Cost",
    ):
        assert text in probe


def test_the_page_can_be_photographed(tmp_path: Path) -> None:
    page, picture = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text(as_html(OVERVIEW, BLOB), encoding="utf-8")
    look(page, f"--screenshot={picture}", "--window-size=1200,1100")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size > 20_000
