"""All that can be said of specs before anything is rendered: their loading, each alone, all together."""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec

from generator.findings import Finding, in_reading_order
from generator.spec.loading import Loaded


def judge(specs: Sequence[Loaded], *, today: date) -> list[Finding]:
    """Every finding on `specs`, in reading order; a spec whose shape is wrong is not asked about AWS.

    `today` is the date against which ends of support are held.
    """
    findings = [found for spec in specs for found in spec.findings]
    sound = [(spec.document, spec.environment) for spec in specs if spec.document and spec.environment]
    if sound and find_spec("generator.rules") and hasattr(import_module("generator.rules"), "check"):
        rules = import_module("generator.rules")
        for document, environment in sound:
            findings += rules.check(document, environment, today=today)
        findings += rules.check_together(sound)
    return in_reading_order(findings)
