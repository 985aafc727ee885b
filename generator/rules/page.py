"""The page of all rules, made from the rules themselves."""

from collections.abc import Iterator

from generator.facts.faults import FaultRow, fault_table
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
    """Markdown: a table of all rules, one of faults and who finds them, and a section for each rule."""
    rules = descriptions()
    return "\n".join([*_table(rules), *_faults(), *(line for rule in rules for line in section(rule))])


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


def _faults() -> Iterator[str]:
    table = fault_table()
    counts = [sum(found is True for found in column) for column in zip(*map(_tools, table.rows), strict=True)]
    written = sum(" " not in row.tidegate for row in table.rows)
    yield "## Who finds what"
    yield ""
    yield f"{len(table.rows)} single faults that AWS refuses, or takes and does something else with ({table.checked})."
    yield f"`terraform plan` ({table.terraform or 'not run'}) finds {counts[0]} of them, cfn-lint "
    yield f"({table.cfn_lint or 'not run'}) {counts[1]}. Tidegate finds all {written} that can be written into a spec;"
    yield "for the others the table says why they cannot. A hyphen stands where a tool knows no such argument, or no"
    yield "fault in it. `python -m tests.faults.compare` makes the table."
    yield ""
    yield "| fault | terraform plan | cfn-lint | Tidegate |"
    yield "|---|---|---|---|"
    for row in table.rows:
        terraform, cfn_lint = ({True: "found", False: "accepted", None: "-"}[found] for found in _tools(row))
        yield f"| {row.fault} | {terraform} | {cfn_lint} | {row.tidegate} |"
    yield ""


def _tools(row: FaultRow) -> tuple[bool | None, bool | None]:
    return row.terraform, row.cfn_lint


def section(rule: RuleDescription) -> Iterator[str]:
    """The lines that explain a rule."""
    yield f"## {rule.id}"
    yield ""
    yield f"**{rule.title}** ({rule.severity})"
    yield ""
    yield rule.explanation
    yield ""
    yield f"Source: <{rule.source}>" if rule.source.startswith("https://") else f"Source: `{rule.source}`"
    yield ""
