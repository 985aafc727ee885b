"""The page of all rules, made from the rules themselves."""

from collections.abc import Iterator

from generator.findings_catalogue import RuleDescription
from generator.rules import descriptions

_SUBJECTS = {
    "RDS": "the cluster",
    "NET": "network and clients",
    "PRM": "parameters",
    "USR": "users and their roles",
    "RES": "residency",
    "OBJ": "objectives",
    "ENV": "several environments",
}


def rules_page() -> str:
    """Markdown: a table of all rules, and a section for each."""
    rules = descriptions()
    return "\n".join([*_table(rules), *(line for rule in rules for line in _section(rule))])


def _table(rules: tuple[RuleDescription, ...]) -> Iterator[str]:
    subjects = ", ".join(f"`{prefix}` {subject}" for prefix, subject in _SUBJECTS.items())
    yield "# Rules"
    yield ""
    yield "What Tidegate says of a spec before anything is rendered. `tidegate explain ID` says the same of one rule."
    yield f"The letters name the subject: {subjects}."
    yield ""
    yield "| id | severity | rule |"
    yield "|---|---|---|"
    yield from (f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity} | {rule.title} |" for rule in rules)
    yield ""


def _section(rule: RuleDescription) -> Iterator[str]:
    yield f"## {rule.id}"
    yield ""
    yield f"**{rule.title}** ({rule.severity})"
    yield ""
    yield rule.explanation
    yield ""
    yield f"Source: <{rule.source}>" if rule.source.startswith("https://") else f"Source: `{rule.source}`"
    yield ""
