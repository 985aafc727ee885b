"""All that can be said of specs before anything is rendered: their loading, each alone, all together."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module

from generator.findings import Finding, in_reading_order
from generator.spec.loading import Loaded


def judge(specs: Sequence[Loaded], *, today: date) -> list[Finding]:
    """Every finding on `specs`, in reading order; a spec whose shape is wrong is not asked about AWS.

    `today` is the date against which ends of support are held.
    """
    return judge_among(specs, (), today=today)


def judge_among(specs: Sequence[Loaded], neighbours: Sequence[Loaded], *, today: date) -> list[Finding]:
    """Every finding on `specs`, which must not clash with `neighbours` either; findings on these are left out."""
    findings = [found for spec in specs for found in spec.findings]
    sound = [(spec.document, spec.environment) for spec in specs if spec.document and spec.environment]
    if sound:
        # The rules and the facts they load are no use to a file that cannot be read.
        rules = import_module("generator.rules")
        for document, environment in sound:
            findings += rules.check(document, environment, today=today)
        others = [(spec.document, spec.environment) for spec in neighbours if spec.document and spec.environment]
        own = {document.file for document, _ in sound}
        # The rules speak of the later one of two specs that clash.
        findings += [found for found in rules.check_together([*others, *sound]) if found.file in own]
    return in_reading_order(findings)
