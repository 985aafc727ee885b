from generator.rules import descriptions
from generator.rules.page import rules_page


def test_the_page_has_a_row_and_a_section_for_each_rule() -> None:
    page = rules_page()

    for rule in descriptions():
        assert f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.title} |" in page
        assert f"## {rule.id}\n\n**{rule.title}** ({rule.severity})\n\n{rule.explanation}" in page
