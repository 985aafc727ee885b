"""One environment's plan on a page: as Markdown for a comment, as HTML for a browser."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from generator.report.cost import cost_of
from generator.report.overview import MOST_CHANGES, MOST_FINDINGS, Overview, as_html, as_markdown
from generator.terraform.plan import Plan
from tests.generator.report.overviews import BLOB, HOSTILE, OVERVIEW, PLAN, REPLACED, change

_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


def test_the_comment_says_what_changes_and_what_users_notice_the_worst_first() -> None:
    table = [line for line in as_markdown(OVERVIEW, BLOB).splitlines() if line.startswith("|")]
    assert table == [
        "| | resource | what | effect on users |",
        "|---|---|---|---|",
        "| destroy | `aws_secretsmanager_secret.orders_user-old` |  | data loss |",
        "| replace | `aws_rds_cluster.risk` | storage\\_type | data loss |",
        "| change | `aws_rds_cluster.orders` | allocated\\_storage, db\\_cluster\\_instance\\_class, "
        "enabled\\_cloudwatch\\_logs\\_exports | failover of about 35 s |",
        "| change | `aws_iam_role_policy.orders_rotation` | policy | clients may lose access |",
    ]


def test_the_comment_begins_with_the_verdict_and_ends_with_the_cost() -> None:
    text = as_markdown(OVERVIEW, BLOB)
    assert text.startswith(
        "### `eu-west-1`: fail\n\n1 error, 1 warning, 1 waived finding (111 resources, 142 policies)\n\n"
        "**4 to add, 2 to change, 1 to replace, 1 to destroy; effect on users: data loss**\n"
    )
    assert "1 aws\\_cloudwatch\\_metric\\_alarm, 2 aws\\_kms\\_key, 1 aws\\_lambda\\_function" in text
    assert text.endswith("\n")
    assert text.splitlines()[-1].startswith("Cost: +1.70 USD a month; unknown: 1 aws\\_lambda\\_function new, ")


def test_findings_link_to_their_lines_and_what_stops_the_plan_comes_first() -> None:
    text = as_markdown(OVERVIEW, BLOB)
    place = "environments/eu-west-1.yaml"
    assert f"- **error GRD002** [{place}:31:21]({BLOB}/{place}#L31) aws\\_rds\\_cluster.risk" in text
    assert re.findall(r"- \*\*(.+?)\*\*", text) == ["error GRD002", "warning GRD016", "waived error GRD040"]
    assert f"**error GRD002** `{place}:31:21` aws" in as_markdown(OVERVIEW, None)


def test_a_run_without_a_plan_says_so_and_knows_no_cost() -> None:
    text = as_markdown(replace(OVERVIEW, plan=None), None)
    assert "There is no plan: what stands below came first." in text
    assert text.endswith("Cost: unknown\n")


def test_a_plan_that_changes_nothing_costs_nothing() -> None:
    text = as_markdown(Overview("eu-west-1", (), {}, Plan(())), None)
    assert text == (
        "### `eu-west-1`: pass\n\nnothing found\n\n**nothing changes; effect on users: nothing**\n\n"
        "Cost: nothing that is known to be charged changes\n"
    )


def test_a_long_plan_is_cut_and_says_how_much_is_left_out() -> None:
    changes = tuple(change(f"aws_iam_policy.p{number:03}", "delete") for number in range(100))
    findings = [replace(REPLACED, line=number + 1) for number in range(100)]
    text = as_markdown(Overview("eu-west-1", findings, {}, Plan(changes)), None)
    assert f"… and {100 - MOST_CHANGES} more: they are" in text
    assert f"… and {100 - MOST_FINDINGS} more: they are" in text
    assert len(text) < 60_000


def test_hostile_text_stays_text_in_a_comment() -> None:
    outside = _CODE.sub("", as_markdown(hostile(), BLOB))
    assert "<script" not in outside
    assert "\x1b" not in outside
    assert re.findall(r"(?<!\\)\]\(javascript|(?<!\\)@everyone", outside) == []
    assert all(line.count("|") - line.count("\\|") == 5 for line in outside.splitlines() if line.startswith("| change"))


def test_hostile_text_stays_text_on_the_page() -> None:
    page = as_html(hostile(), BLOB)
    assert balanced(page)
    assert "<script" not in page
    assert "\x1b" not in page
    assert not [link for link in re.findall(r'href="([^"]+)"', page) if not link.startswith("https://")]


def test_the_page_is_whole_and_needs_nothing_beside_it() -> None:
    page = as_html(OVERVIEW, BLOB)
    assert balanced(page)
    line = f"{BLOB}/environments/eu-west-1.yaml#L"
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
        f"{line}31",
        REPLACED.source,
        f"{line}19",
        f"{line}31",
        REPLACED.source,
    ]
    assert "default-src 'none'" in page


def test_a_cost_is_known_only_where_a_price_is() -> None:
    cost = cost_of(PLAN)
    assert round(cost.monthly, 2) == 1.70
    assert cost.unknown == (
        "1 aws_lambda_function new",
        "aws_rds_cluster.orders allocated_storage 400 → 500",
        "aws_rds_cluster.orders db_cluster_instance_class db.r6gd.xlarge → db.r6gd.2xlarge",
        "aws_rds_cluster.orders enabled_cloudwatch_logs_exports error → error, slowquery",
        "aws_rds_cluster.risk storage_type io1 → io2",
    )


def hostile() -> Overview:
    finding = replace(REPLACED, message=HOSTILE, fix=HOSTILE, path=HOSTILE, resource=HOSTILE, source=HOSTILE)
    changed: dict[str, Any] = {HOSTILE: (1, 2)}
    return Overview("eu-west-1", (finding,), {}, Plan((change(f"aws_x.{HOSTILE}", "update", **changed),)))


def balanced(page: str) -> bool:
    """Whether every element is closed, in the order in which it was opened."""
    opened: list[str] = []
    faults: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, _attrs: object) -> None:
            if tag not in ("meta", "link", "br"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            if not opened or opened.pop() != tag:
                faults.append(tag)

    Reader().feed(page)
    return not opened and not faults
