"""The page of the policies, of checkov's own checks beside them, and of the gate."""

from collections.abc import Iterator, Sequence
from typing import get_args

from generator.findings_catalogue import RuleDescription
from generator.policing.builtin import BuiltinCheck, builtin_checks
from generator.policing.gate_rules import RULES
from generator.policing.pack import load_pack
from policies.engine.policy import Category, Policy

_INTRODUCTION = """\
# Policies

A policy judges the render and the plan alike: it is a pure function over one normalised stack, run by the gate and,
as a check of its own, by checkov. `tidegate plan` does both and compares what they say; nothing that was left out
passes. Without Tidegate:

```console
$ checkov -d build/eu-west-1 --framework terraform_json --external-checks-dir policies --skip-download
$ checkov -f build/eu-west-1/plan.json --framework terraform_plan --external-checks-dir policies --skip-download
```

`tidegate explain CKV_TDG_101` shows one of them. A finding can be accepted for a while in
[policies/waivers.yaml](../policies/waivers.yaml), except where personal data would leave its jurisdiction.
"""


def policies_page() -> str:
    """All policies by category, then the checks of checkov that are run, then the rules of the gate."""
    policies = load_pack().policies
    parts = [_INTRODUCTION]
    for category in get_args(Category):
        parts.extend(_category(category, [each for each in policies if each.category == category]))
    parts.extend(_builtin(builtin_checks()))
    parts.extend(_gate(RULES))
    return "\n".join(parts)


def policy_ids() -> frozenset[str]:
    """Every id that the page explains."""
    policies = {each.id for each in load_pack().policies}
    checks = {each.id for each in builtin_checks()}
    return frozenset(policies | checks | {each.id for each in RULES})


def _category(category: str, policies: Sequence[Policy]) -> Iterator[str]:
    if not policies:
        return
    yield f"## {category.capitalize()}\n"
    yield "| id | holds when |\n|---|---|"
    yield from (f"| [{each.id}](#{each.id.lower()}) | {_cell(each.title)} |" for each in policies)
    yield ""
    for policy in policies:
        yield f"### {policy.id}\n\n**{policy.title}** ({policy.severity})\n\n{policy.why}\n"
        yield f"Looks at: {', '.join(f'`{kind}`' for kind in policy.types)}. Fix: {policy.fix}\n"
        yield f"Source: <{policy.source}>\n"


def _builtin(checks: Sequence[BuiltinCheck]) -> Iterator[str]:
    yield "## Checks of checkov's own\n"
    yield "Those that are right for a Multi-AZ DB cluster, and why each is run; all others are left out.\n"
    yield "| id | title | why |\n|---|---|---|"
    yield from (f"| {each.id} | {_cell(each.title)} | {_cell(each.reason)} |" for each in checks)
    yield ""


def _gate(rules: Sequence[RuleDescription]) -> Iterator[str]:
    yield "## The gate\n"
    yield "What the gate says when something was not checked.\n"
    for rule in rules:
        yield f"### {rule.id}\n\n**{rule.title}** ({rule.severity})\n\n{rule.explanation}\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
