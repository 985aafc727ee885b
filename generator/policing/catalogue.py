"""Policies, checkov's checks and the gate's rules as a reader meets them."""

from generator.findings_catalogue import RuleDescription
from generator.policing.builtin import BuiltinCheck, builtin_checks
from generator.policing.gate_rules import RULES
from generator.policing.pack import load_pack
from policies.engine.policy import Policy


def described() -> tuple[RuleDescription, ...]:
    """All of them, by id within each kind."""
    return (*map(_policy, load_pack().policies), *map(_builtin, builtin_checks()), *RULES)


def _policy(policy: Policy) -> RuleDescription:
    return RuleDescription(
        id=policy.id,
        title=policy.title,
        severity=policy.severity,
        source=policy.source,
        explanation=f"{policy.why}\n\nFix: {policy.fix}\n\nIt looks at {', '.join(policy.types)}.",
    )


def _builtin(check: BuiltinCheck) -> RuleDescription:
    return RuleDescription(
        id=check.id,
        title=check.title,
        severity="error",
        source=check.source,
        explanation=f"{check.reason}\n\nFix: {check.fix}\n\nOne of checkov's own checks, for {', '.join(check.types)}.",
    )
