"""Roles are assumed by the services that need them, for the own account."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.delivery import by_repository
from policies.engine.documents import Statement
from policies.engine.facts import facts
from policies.engine.grants import within_account
from policies.engine.policies_of import documents_of
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack, Value, shown


class Trust(Policy):
    """Each statement lets one or more of the listed services assume the role, with the account as its condition.

    Roles by which a stack is planned and applied are assumed by the workflows of one repository instead.
    """

    id = "CKV_TDG_308"
    title = "Roles are assumed by named services, on behalf of the own account"
    category = "identity"
    why = (
        "Who may assume a role has its permissions. Without a source condition a service would assume it for any "
        "customer who names it, which is the confused deputy."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    fix = "Name the one service, allow sts:AssumeRole alone, and require aws:SourceAccount to be the account."
    types = ("aws_iam_role",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the role."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation without a trust policy that can be read, and what is wrong with its statements."""
        found = [each for each in documents_of(resource, stack) if each.kind == "trust"]
        if not found:
            yield Violation("it says nothing of who may assume it", attribute="assume_role_policy")
        for document in found:
            if document.statements is None:
                yield Violation("who may assume it cannot be known before the apply", *document.at())
            for statement in document.statements or ():
                for problem in () if by_repository(statement, stack) else _problems(statement, resource):
                    yield Violation(f"the statement {statement.sid!r} {problem}", *document.at())


def _problems(statement: Statement, resource: Resource) -> Iterator[str]:
    if not statement.allows:
        return
    if statement.actions != ("sts:AssumeRole",):
        yield f"allows {shown(list(statement.actions))}, and not sts:AssumeRole alone"
    if not statement.principals or statement.not_principals:
        yield "does not name who may assume the role"
    known = facts("identity")["trust"]
    for principal in statement.principals:
        for identifier in principal.identifiers:
            if principal.kind != "Service" or not _is_one_of(identifier, known["bound"] + known["unbound"]):
                yield f"lets in {principal.kind} {shown(identifier)}, which is no service that a role is for"
            elif identifier not in known["unbound"] and not within_account(statement, resource.account):
                yield f"lets in {identifier} on behalf of any account"


def _is_one_of(identifier: Value, known: list[str]) -> bool:
    return isinstance(identifier, str) and identifier in known


check = register(Trust)
