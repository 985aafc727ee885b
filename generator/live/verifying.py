"""Asks all assertions, and turns what they find into findings at the lines of the spec."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from generator.findings import Finding, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.live import access, backups, defaults, encryption, network, observation, residency, shape
from generator.live.account import Live
from generator.live.assertion import Assertion, Fault, registered
from generator.spec.document import Document
from generator.spec.loading import Loaded
from generator.spec.model import Environment
from generator.spec.paths import spec_path
from generator.targets import Target

SUBJECTS = (access, backups, defaults, encryption, network, observation, residency, shape)

UNSEEN = RuleDescription(
    id="LIVE001",
    title="Everything that is asserted can be seen",
    severity="error",
    source="docs/apply.md",
    explanation="An assertion that gets no answer from the API has seen nothing, and passes nothing. Mostly a "
    "permission is missing, or the resource is not there at all.",
)


@dataclass(frozen=True, slots=True)
class _Asked:
    rule: RuleDescription
    faults: tuple[Fault, ...]


def verify(
    loaded: Loaded,
    environment: Environment,
    target: Target,
    declared: Mapping[str, Any],
    *,
    assertions: Iterable[Assertion] | None = None,
    note: Callable[[str], None] = lambda _title: None,
) -> tuple[list[Finding], dict[str, int]]:
    """What the API says that is not as the spec asks for, and how many assertions were asked.

    `declared` is the stack that was rendered from the spec.
    """
    assert loaded.document is not None
    live = Live(environment, loaded.document, target.session(), declared)
    chosen = tuple(assertions) if assertions is not None else registered()
    findings: list[Finding] = []
    for each in chosen:
        note(each.rule.title)
        asked = _ask(each, live)
        findings += [_finding(asked.rule, fault, loaded.document) for fault in asked.faults]
    return in_reading_order(findings), {"assertions": len(chosen)}


def descriptions() -> Iterator[RuleDescription]:
    """What `tidegate explain` says of each assertion."""
    yield UNSEEN
    yield from (each.rule for each in registered())


def _ask(assertion: Assertion, live: Live) -> _Asked:
    try:
        return _Asked(assertion.rule, tuple(assertion.check(live)))
    except (BotoCoreError, ClientError) as error:
        said = f"{assertion.rule.id} cannot be asked: {error}"
        fix = "see that the credentials may read it, and that it exists"
        return _Asked(UNSEEN, (Fault("environment", said, None, fix),))


def _finding(rule: RuleDescription, fault: Fault, document: Document) -> Finding:
    position = document.position(spec_path(fault.path, document))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=fault.message,
        fix=fault.fix,
        source=rule.source,
        file=document.file,
        line=position.line,
        column=position.column,
        path=fault.path,
        resource=fault.resource,
    )
