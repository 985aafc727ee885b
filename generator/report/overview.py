"""One environment's plan on a page: verdict, what changes and what that means for users, findings, cost."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.facts.effects import EFFECTS, effect_facts, worst
from generator.findings import Finding, in_reading_order
from generator.guards.effects import effect_of
from generator.report.cost import cost_of
from generator.report.markdown import code, link, prose
from generator.report.printable import one_line
from generator.report.summary import checked_in_words, counts, verdict
from generator.terraform.plan import CHANGING, Change, Plan

MARKER = "<!-- tidegate -->"
"""What the comment on a pull request begins with, so that it can be found again."""
MOST_CHANGES = 40
MOST_FINDINGS = 60
_TEMPLATES = Path(__file__).parent / "templates"
_WORDS = {"create": "add", "update": "change", "replace": "replace", "delete": "destroy", "forget": "forget"}
_ORDER = {"delete": 0, "replace": 1, "forget": 2, "update": 3, "create": 4}


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is to say of one environment; `plan` is None where there was none."""

    environment: str
    findings: Sequence[Finding]
    checked: Mapping[str, Any]
    plan: Plan | None


def as_markdown(overview: Overview, blob: str | None) -> str:
    """Markdown for a comment; findings link to the lines of their specs below the URL `blob`, where it is given."""
    return _render("overview.md.j2", overview, blob, escape=False)


def as_html(overview: Overview, blob: str | None) -> str:
    """A page that needs nothing beside it; findings link to the lines of their specs below `blob`."""
    return _render("overview.html.j2", overview, blob, escape=True)


def _render(template: str, overview: Overview, blob: str | None, *, escape: bool) -> str:
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(prose=prose, code=code, link=link, line=one_line, parts=_parts)
    return templates.get_template(template).render(_content(overview, blob))


def _content(overview: Overview, blob: str | None) -> dict[str, object]:
    changes = _changes(overview.plan)
    listed = [change for change in changes if change.action != "create"]
    findings = sorted(in_reading_order(overview.findings), key=_weight)
    return {
        "environment": overview.environment,
        "verdict": verdict(findings),
        "counts": counts(findings),
        "checked": checked_in_words(overview.checked),
        "planned": overview.plan is not None,
        "totals": _totals(changes),
        "effect": effect_facts().words[worst(map(effect_of, changes))],
        "changes": [_row(change) for change in listed[:MOST_CHANGES]],
        "more_changes": max(0, len(listed) - MOST_CHANGES),
        "added": _added(changes),
        "findings": [(found, _url(found, blob)) for found in findings[:MOST_FINDINGS]],
        "more_findings": max(0, len(findings) - MOST_FINDINGS),
        "cost": cost_of(overview.plan).words if overview.plan else "unknown",
    }


def _changes(plan: Plan | None) -> list[Change]:
    changes = [change for change in plan.changes if change.action in CHANGING] if plan else []
    return sorted(
        changes, key=lambda change: (-EFFECTS.index(effect_of(change)), _ORDER[change.action], change.address)
    )


def _totals(changes: Sequence[Change]) -> str:
    counted = Counter(_WORDS[change.action] for change in changes)
    return ", ".join(f"{counted[word]} to {word}" for word in _WORDS.values() if counted[word]) or "nothing changes"


def _added(changes: Sequence[Change]) -> str:
    """What is new, by type: one by one it would bury what matters."""
    counted = Counter(change.type for change in changes if change.action == "create")
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items()))


def _row(change: Change) -> dict[str, str]:
    effect = effect_of(change)
    named = ", ".join(change.changed) if change.action == "update" else ", ".join(change.forced_by)
    words = effect_facts().words[effect]
    return {"action": _WORDS[change.action], "address": change.address, "what": named, "effect": words, "kind": effect}


def _weight(found: Finding) -> int:
    """What stops the plan comes first, what was accepted last."""
    return 2 if found.waived else 1 if found.severity == "warning" else 0


def _url(found: Finding, blob: str | None) -> str | None:
    if not (blob and found.file) or found.file.startswith("/"):
        return None
    return f"{blob.rstrip('/')}/{found.file}" + (f"#L{found.line}" if found.line else "")


def _parts(text: str) -> list[tuple[bool, str]]:
    """Text in parts, each with whether it stands between backticks."""
    pieces = re.split(r"(`[^`]+`)", one_line(text))
    return [(piece.startswith("`") and len(piece) > 2, piece.strip("`")) for piece in pieces if piece]
