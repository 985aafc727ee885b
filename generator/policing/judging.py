"""Judges one render or plan: the pack by itself, then through checkov, and whatever either did not do."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.errors import MisuseError
from generator.findings import Finding, Severity, in_reading_order
from generator.findings_catalogue import RuleDescription
from generator.policing import gate_rules as rules
from generator.policing.builtin import BuiltinCheck, builtin_checks
from generator.policing.comparing import differences, foreign
from generator.policing.expected import Said, gaps
from generator.policing.locating import ORIGINS, Origins, Place, origins_of_spec, read_origins
from generator.policing.pack import Pack, load_pack
from generator.policing.through_checkov import through_checkov
from policies.engine.loading import load
from policies.engine.overrides import imports_only, is_harmless_override
from policies.engine.policy import STACK_TYPE, Policy, Violation, violations
from policies.engine.stack import Context, Stack, UnreadableStackError

CHECKED_KINDS = {"render": "renders", "plan": "plans"}
_FIXES = {
    rules.UNREADABLE: "render or plan the environment again; if it stays so, tell the platform team",
    rules.EMPTY: "render or plan the environment again",
    rules.FOREIGN: "name the render or plan of this environment, made from the spec as it is now",
    rules.DIFFERENT: "plan the environment again, without -target or -exclude",
    rules.BESIDE: "remove the file, or bring what it does into the spec",
}
_TELL = "tell the platform team: until it is mended, nothing passes"
_PACK = "CKV_TDG_*"
_RENDER = "cdk.tf.json"
_VERSIONS = re.compile(r'terraform \{\s+required_version = "[^"$%]*"\s+\}\s*')


def judge_stack(
    path: Path,
    *,
    origins: Path | None = None,
    spec: Path | None = None,
    with_checkov: bool = False,
    pack: Pack | None = None,
) -> tuple[list[Finding], dict[str, int]]:
    """What the gate says of a render or a plan, and how much it checked.

    `origins` is the file that leads back to the spec (by default the one beside `path`); with `spec`, the stack must
    be that spec's. `with_checkov` runs checkov too, with its own checks from the allow-list, and compares.
    Raises MisuseError where there is no such file.
    """
    pack = pack or load_pack()
    if not path.is_file():
        raise MisuseError(f"there is no file {path}", fix="render or plan the environment first")
    beside = path.parent / ORIGINS
    known = read_origins(origins or beside) if origins or beside.is_file() else Origins()
    try:
        stack = load(path)
    except UnreadableStackError as error:
        unreadable = _gate(rules.UNREADABLE, f"{path.name} cannot be judged: {error}", known)
        return [unreadable], {"policies": len(pack.policies), "resources": 0, "verdicts": 0}
    if spec is not None and not known.resources:
        known = origins_of_spec(stack, spec)
    return _judge(path, stack, pack, known, _wanted(spec), with_checkov=with_checkov)


def _judge(
    path: Path, stack: Stack, pack: Pack, known: Origins, wanted: Context | None, *, with_checkov: bool
) -> tuple[list[Finding], dict[str, int]]:
    findings = [_gate(rules.NOT_LOADED, f"a policy could not be loaded: {fault}", known) for fault in pack.faults]
    findings += [_gate(rules.FOREIGN, f"{path.name}: {fault}", known) for fault in foreign(stack, wanted)]
    findings += [_gate(rules.BESIDE, f"{name} lies beside {path.name}", known) for name in _strays(path)]
    if not any(each.mode == "managed" for each in stack.resources):
        findings.append(_gate(rules.EMPTY, f"{path.name} has no resource", known))
    said, raised = _said(pack.policies, stack)
    findings += [_gate(rules.RAISED, message, known) for message in raised]
    by_id = {policy.id: policy for policy in pack.policies}
    findings += [
        _finding(by_id[rule], address, each, known)
        for rule, by_address in said.items()
        for address, found in by_address.items()
        for each in found
    ]
    verdicts = sum(map(len, said.values()))
    if with_checkov:
        more, count = _through_checkov(path, stack, pack, said, known)
        findings, verdicts = [*findings, *more], verdicts + count
    checked = {"policies": len(pack.policies), "resources": len(stack.by_address), "verdicts": verdicts}
    return in_reading_order(findings), checked


def _said(policies: Iterable[Policy], stack: Stack) -> tuple[Said, list[str]]:
    said: dict[str, dict[str, list[Violation]]] = {}
    raised = []
    for policy in policies:
        try:
            said[policy.id] = violations(policy, stack)
        except Exception as error:
            raised.append(f"{policy.id} ended in an error: {type(error).__name__}: {error}")
    return said, raised


def _through_checkov(path: Path, stack: Stack, pack: Pack, said: Said, known: Origins) -> tuple[list[Finding], int]:
    own = builtin_checks()
    # One pattern for the pack: checkov tries each of these for every check on every resource.
    chosen = [_PACK, *(each.id for each in own)]
    run = through_checkov(path, stack.kind, chosen, pack.folder)
    found = [_gate(gap.rule, gap.message, known, gap.resource) for gap in gaps(said, own, stack, run)]
    by_id = {check.id: check for check in own}
    failed = [each for each in run.verdicts if each.outcome == "FAILED" and each.check in by_id]
    found += [_builtin_finding(by_id[each.check], each.address, known) for each in failed]
    return found, sum(each.check in by_id for each in run.verdicts)


def compare_stacks(render: Path, plan: Path, *, origins: Path | None = None) -> list[Finding]:
    """A finding for each resource that is in the render or in the plan only.

    There is none for files that cannot be read: judging them says so.
    """
    known = read_origins(origins) if origins else Origins()
    try:
        found = list(differences(load(render), load(plan)))
    except UnreadableStackError:
        return []
    return in_reading_order(_gate(rules.DIFFERENT, message, known, address or None) for address, message in found)


def _strays(path: Path) -> Iterator[str]:
    if path.name == _RENDER:
        for file in sorted(path.parent.glob("*.tf*")):
            if file.name.endswith((".tf", ".tf.json", ".tfvars", ".tfvars.json")) and not _is_own(file):
                yield file.name


def _is_own(file: Path) -> bool:
    """Whether a file is part of a render: it, its version, what reaches the sandbox, or what is imported into it."""
    if file.name == "versions.tf":
        return _VERSIONS.fullmatch(file.read_text(encoding="utf-8", errors="replace")) is not None
    return file.name == _RENDER or is_harmless_override(file) or imports_only(file)


def _wanted(spec: Path | None) -> Context | None:
    """What the spec says of its environment. Raises MisuseError for a spec that is not sound."""
    if spec is None:
        return None
    from generator.spec.loading import load as load_spec

    environment = load_spec(spec).environment
    if environment is None:
        raise MisuseError(f"{spec} has findings", fix=f"run `tidegate validate {spec}`, and mend them first")
    return Context(
        environment.environment,
        environment.region,
        environment.account_id,
        environment.residency.jurisdiction,
        environment.residency.classification,
    )


def _finding(policy: Policy, address: str, violation: Violation, known: Origins) -> Finding:
    subject = None if address == STACK_TYPE else address
    at = (violation.culprit, violation.attribute) if violation.culprit else (subject, violation.attribute)
    place = known.place(at, (subject, None))
    resource = violation.culprit or subject
    return _located(policy.id, policy.severity, violation.message, policy.fix, policy.source, place, resource)


def _builtin_finding(check: BuiltinCheck, address: str, known: Origins) -> Finding:
    message = f"checkov's own check failed: {check.title[0].lower()}{check.title[1:]}"
    return _located(check.id, "error", message, check.fix, check.source, known.place((address, None)), address)


def _gate(rule: RuleDescription, message: str, known: Origins, resource: str | None = None) -> Finding:
    fix = _FIXES.get(rule, _TELL)
    return _located(rule.id, "error", message, fix, rule.source, known.place((resource, None)), resource)


def _located(
    rule: str, severity: Severity, message: str, fix: str, source: str, place: Place, resource: str | None
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        fix=fix,
        source=source,
        file=place.file,
        line=place.line,
        column=place.column,
        path=place.path,
        resource=resource,
    )
