"""`tidegate explain RULE`: what a rule is about, and what it rests on."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from textwrap import wrap

import click

from generator.cli.options import output_option, write_text
from generator.errors import MisuseError
from generator.findings_catalogue import RuleDescription, descriptions


@click.command("explain")
@click.argument("rule", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@output_option
def command(rule: str | None, form: str, output: str | None) -> None:
    """Explain the rule with the id RULE; without one, list all rules."""
    known = {described.id: described for described in descriptions()}
    chosen = [_named(rule, known)] if rule else list(known.values())
    write_text(f"{_as_json(chosen, rule) if form == 'json' else _as_text(chosen, rule)}\n", output)


def _as_json(chosen: list[RuleDescription], rule: str | None) -> str:
    content = [asdict(described) for described in chosen]
    return json.dumps(content[0] if rule else content, indent=2)


def _as_text(chosen: list[RuleDescription], rule: str | None) -> str:
    if rule:
        return _page(chosen[0])
    width = max(len(each.id) for each in chosen)
    return "\n".join(f"{each.id:{width}} {each.severity:8} {each.title}" for each in chosen)


def _named(rule: str, known: Mapping[str, RuleDescription]) -> RuleDescription:
    """The rule with that id, whatever its case. Raises MisuseError, with the nearest id, if there is none."""
    from generator.nearest import nearest

    wanted = rule.upper()
    if wanted in known:
        return known[wanted]
    near = nearest(wanted, known)
    fix = f"did you mean {near}? " if near else ""
    raise MisuseError(f"there is no rule {rule!r}", fix=f"{fix}`tidegate explain` lists all rules")


def _page(described: RuleDescription) -> str:
    paragraphs = described.explanation.split("\n\n")
    wrapped = ["\n".join(_wrapped(paragraph)) for paragraph in paragraphs]
    title = f"{described.id}  {described.severity}  {described.title}"
    return "\n\n".join([title, *wrapped, f"    why: {described.source}"])


def _wrapped(paragraph: str) -> list[str]:
    return wrap(
        " ".join(paragraph.split()), 100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
    )
