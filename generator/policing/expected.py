"""Which verdicts there must be, worked out without checkov, and what of them checkov did not come to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.findings_catalogue import RuleDescription
from generator.policing import gate_rules as rules
from generator.policing.builtin import BuiltinCheck
from generator.policing.verdicts import Run, Verdict
from policies.engine.policy import Violation, as_reported
from policies.engine.stack import Stack

Said = Mapping[str, Mapping[str, Sequence[Violation]]]
"""What each policy, by id, says of each resource that it applies to, by address."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing from what checkov reported, or is other than expected."""

    rule: RuleDescription
    message: str
    resource: str | None = None


def gaps(said: Said, builtin: Sequence[BuiltinCheck], stack: Stack, run: Run) -> Iterator[Gap]:
    """Every way in which checkov's run falls short of the expected one."""
    for fault in run.faults:
        yield Gap(rules.NOT_PARSED, f"checkov: {fault}")
    if run.faults and not run.verdicts:
        # It read nothing: to say so once for each policy and resource would bury the reason.
        return
    verdicts = {(each.check, each.address): each for each in run.verdicts}
    for policy, by_address in said.items():
        for place, found in as_reported({address: list(each) for address, each in by_address.items()}, stack).items():
            yield from _of_policy(policy, place, found, verdicts)
    for check in builtin:
        yield from _of_builtin(check, stack, run, verdicts)
    for each in run.verdicts:
        if each.outcome == "SKIPPED":
            yield Gap(rules.NOT_RUN, f"checkov skipped {each.check}", each.address)


def _of_policy(
    policy: str, address: str, found: Sequence[Violation], verdicts: Mapping[tuple[str, str], Verdict]
) -> Iterator[Gap]:
    verdict = verdicts.get((policy, address))
    if verdict is None:
        yield Gap(rules.NOT_RUN, f"checkov did not run {policy}", address)
        return
    wanted = "FAILED" if found else "PASSED"
    same = set(verdict.messages) == {each.message for each in found}
    if verdict.outcome != wanted or not same:
        yield Gap(
            rules.DISAGREES,
            f"{policy} ended as {wanted} by itself and as {verdict.outcome} in checkov"
            + (f", which says: {'; '.join(verdict.messages)}" if verdict.messages else ""),
            address,
        )


def _of_builtin(
    check: BuiltinCheck, stack: Stack, run: Run, verdicts: Mapping[tuple[str, str], Verdict]
) -> Iterator[Gap]:
    if check.id not in run.known:
        yield Gap(rules.UNKNOWN_CHECK, f"checkov has no check {check.id}")
        return
    for address in sorted(check.subjects(stack)):
        if (check.id, address) not in verdicts:
            yield Gap(rules.NOT_RUN, f"checkov came to no verdict with {check.id}", address)
