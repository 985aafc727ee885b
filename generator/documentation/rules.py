"""The page of everything that a finding can name."""

from collections.abc import Iterator

from generator.documentation.guards import guard_ids
from generator.documentation.policies import policy_ids
from generator.findings_catalogue import RuleDescription, descriptions
from generator.rules.page import rules_page, section


def all_rules_page() -> str:
    """The rules about AWS, then the other findings of the catalogue: a file's shape, and what tools say."""
    page = rules_page().rstrip()
    elsewhere = policy_ids() | guard_ids()
    others = [rule for rule in descriptions() if rule.id not in elsewhere and f"\n## {rule.id}\n" not in page]
    return "\n".join([page, "", *_others(others)]) if others else page


def _others(rules: list[RuleDescription]) -> Iterator[str]:
    yield "# Other findings"
    yield ""
    yield "What a file says before the rules are asked, and what a tool says afterwards."
    yield ""
    for rule in rules:
        yield from section(rule)
