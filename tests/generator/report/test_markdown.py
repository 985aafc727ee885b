"""A comment on a pull request."""

import pytest

from generator.report.markdown import code, link, prose
from tests.generator.report.findings import HOSTILE, LATER, STORAGE, WAIVED, written


def test_findings_are_listed_below_their_file() -> None:
    assert written("markdown", STORAGE, LATER, WAIVED) == (
        "### Tidegate: fail\n"
        "\n"
        "1 error, 1 warning, 1 waived finding (2 specs, 98 rules)\n"
        "\n"
        "- **waived error CKV_AWS_338** short\n"
        "  - for: `aws_x.logs`\n"
        "  - fix: keep it\n"
        "\n"
        "**`environments/eu-west-1.yaml`**\n"
        "\n"
        "- line 23, column 13: **error RDS014** io1 with 400 GiB takes 1,000 to 20,000 IOPS; `100000` is a ratio of "
        "250 per GiB, and AWS allows 50\n"
        "  - key: `databases.orders.storage.iops`\n"
        "  - for: `aws_rds_cluster.orders`\n"
        "  - fix: set databases.orders.storage.iops to at most 20000\n"
        "  - why: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html>\n"
        "\n"
        "**`environments/us-east-1.yaml`**\n"
        "\n"
        "- line 3: **warning RDS001** old\n"
        "  - fix: upgrade\n"
        "\n"
    )


def test_nothing_found_is_a_heading_and_a_line() -> None:
    assert written("markdown") == "### Tidegate: pass\n\nnothing found (2 specs, 98 rules)\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>&", "&lt;script&gt;&amp;"),
        ("a `b|<c>` d", "a `b|<c>` d"),
        ("odd ` backtick", r"odd \` backtick"),
        ("two `` in a row", r"two \`\` in a row"),
        ("| * _ [a](b) @team #1 ~", r"\| \* \_ \[a\](b) \@team \#1 \~"),
        ("line\n# heading", r"line\\n\# heading"),
        (r"\`x\`", r"\\`x\`"),
    ],
)
def test_prose_is_no_markup_except_code(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("``", "``` `` ```"), ("a\nb", r"`a\nb`")]
)
def test_code_has_a_fence_that_is_longer_than_what_it_holds(text: str, expected: str) -> None:
    assert code(text) == expected


def test_only_an_address_is_a_link() -> None:
    assert link("https://example.com/a_b") == "<https://example.com/a_b>"
    assert link("https://example.com/> <b>") == "https://example.com/&gt; &lt;b&gt;"
    assert link("docs/spec.md") == "docs/spec.md"


def test_hostile_text_stays_in_its_list() -> None:
    lines = written("markdown", HOSTILE).splitlines()

    assert [line.split(":")[0] for line in lines[6:11]] == [
        "- line 1, column 1",
        "  - key",
        "  - for",
        "  - fix",
        "  - why",
    ]
    assert "<script>" not in "".join(lines[9:])
