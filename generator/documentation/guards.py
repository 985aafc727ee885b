"""The page of the guards, with the facts that they rest on."""

from collections.abc import Iterator

from generator.facts.effects import effect_facts
from generator.facts.fixed_arguments import fixed_arguments
from generator.facts.holders import holders
from generator.guards import descriptions

_INTRODUCTION = """\
# Guards

A guard judges what a plan would change: the same spec can be a new database, or the end of one. `tidegate plan` asks
the guards after the policies, and shows what each change means for the people who use the database. Each finding
stands at the line of the spec that asks for the change, and ends with its effect on users.

A guard is passed by a waiver in [policies/waivers.yaml](../policies/waivers.yaml), with an owner, a reason, somebody
who approves it and the day on which it ends, and by nothing else: there is no flag. `GRD090` is passed by nothing at
all.

```yaml
waivers:
  - rule: GRD040
    environment: eu-west-1
    resource: aws_rds_cluster.orders
    owner: orders
    reason: Twice the memory before the sale, in the maintenance window of 29 November
    approver: jane.doe@example.com
    expires: "2026-12-05"
```

Where Terraform refuses a plan (`prevent_destroy` keeps a database from being replaced), the guards judge what it got
to, so that the word in the spec is named that would have done it.
"""


def guards_page() -> str:
    """Every guard, then effects, what holds data, and what AWS does not change."""
    return "\n".join([_INTRODUCTION, *_guards(), *_effects(), *_holders(), *_fixed()])


def guard_ids() -> frozenset[str]:
    """Every id that the page explains."""
    return frozenset(each.id for each in descriptions())


def _guards() -> Iterator[str]:
    yield "| id | severity | holds when |\n|---|---|---|"
    yield from (f"| [{each.id}](#{each.id.lower()}) | {each.severity} | {each.title} |" for each in descriptions())
    yield ""
    for each in descriptions():
        yield f"## {each.id}\n\n**{each.title}** ({each.severity})\n\n{each.explanation}\n"
        yield f"Source: <{each.source}>\n" if each.source.startswith("https://") else ""


def _effects() -> Iterator[str]:
    facts = effect_facts()
    yield "# Effects on users\n"
    yield f"From the mildest to the worst: {', '.join(facts.words.values())}."
    yield "What Tidegate has no fact about is unknown.\n"
    yield "| change in place | effect |\n|---|---|"
    for kind, arguments in facts.updates.items():
        for effect, words in facts.words.items():
            names = [f"`{name}`" for name, found in arguments.items() if found == effect]
            if names:
                yield f"| `{kind}`: {', '.join(names)} | {words} |"
    for effect, words in facts.words.items():
        kinds = [f"`{kind}`" for kind, found in facts.alike.items() if found == effect]
        if kinds:
            yield f"| any change of {', '.join(kinds)} | {words} |"
    yield ""


def _holders() -> Iterator[str]:
    yield "# What holds data\n"
    yield "| type | what it is | once it is gone | source |\n|---|---|---|---|"
    yield from (f"| `{kind}` | {each.what} | {each.gone} | <{each.source}> |" for kind, each in holders().items())
    yield ""


def _fixed() -> Iterator[str]:
    yield "# What Terraform plans in place and AWS does not change\n"
    yield "| argument | AWS | why | source |\n|---|---|---|---|"
    for kind, arguments in fixed_arguments().items():
        for says, entries in (("refuses", arguments.refused), ("may refuse", arguments.disputed)):
            for name, each in entries.items():
                yield f"| `{kind}.{name}` | {says} | {each.why} | <{each.source}> |"
    yield ""
