"""The stack of the roles that plan and apply another: what may be said in it, and nowhere else.

A stack is one if it holds such roles and their policies, and nothing else (`Stack.delivers`).
"""

from collections.abc import Iterable

from policies.engine.arns import parse
from policies.engine.documents import Statement, statements
from policies.engine.facts import facts
from policies.engine.grants import conditions, like, requires, wild
from policies.engine.policies_of import documents_of
from policies.engine.residency.border import border
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Unknown, Value

_DOCUMENT = "aws_iam_policy_document"
_REGION = "aws:RequestedRegion"


def is_ceiling(resource: Resource, stack: Stack) -> bool:
    """Whether a policy is one that nothing of the stack has attached: it bounds, and gives nothing to anybody."""
    if not stack.delivers or resource.type != "aws_iam_policy":
        return False
    attached = (
        stack.target(each.get("policy_arn"), resource.type) for each in stack.of("aws_iam_role_policy_attachment")
    )
    return all(each is None or each.address != resource.address for each in attached)


def by_repository(statement: Statement, stack: Stack) -> bool:
    """Whether a statement lets in the workflows of named repositories alone, by a provider of the own account."""
    known = facts("identity")["delivery"]
    account = border(stack).account
    if not stack.delivers or not statement.allows or statement.not_principals or len(statement.principals) != 1:
        return False
    (principal,) = statement.principals
    if principal.kind != "Federated" or len(principal.identifiers) != 1 or statement.actions != (known["action"],):
        return False
    arn = parse(str(principal.identifiers[0]))
    if arn is None or wild(principal.identifiers[0]) or arn.account != account or arn.service != "iam":
        return False
    provider = str(principal.identifiers[0]).partition(":oidc-provider/")[2]
    return bool(provider) and _for(statement, provider, known["audience"], known["subject"])


def _for(statement: Statement, provider: str, audience: str, subject: str) -> bool:
    if not requires(statement, f"{provider}:aud", [audience]):
        return False
    subjects = [
        value
        for each in conditions(statement, f"{provider}:sub")
        if each.test.lower() == "stringequals"
        for value in each.values
    ]
    return bool(subjects) and all(isinstance(each, str) and each.startswith(subject) for each in subjects)


def in_region(statement: Statement, region: str | None) -> bool:
    """Whether a statement holds in the region alone, is about services that are in none, or only looks."""
    if region is not None and requires(statement, _REGION, [region]):
        return True
    return bool(statement.actions) and all(_is_free(each) for each in statement.actions)


def _is_free(action: Value) -> bool:
    known = facts("identity")["delivery"]
    if not isinstance(action, str):
        return False
    looks = any(like(each, action) for each in known["looking"]) and not action.startswith("*")
    return looks or action.split(":")[0] in known["global_services"]


def held_here(value: Value, statement: Statement, stack: Stack) -> bool:
    """Whether a resource of a statement, a pattern or not, is certainly of the stack's region and account."""
    context = stack.context
    if context is None or not isinstance(value, str) or not in_region(statement, context.region):
        return False
    if value == "*":
        return True
    arn = parse(value)
    return arn is not None and arn.region in ("", context.region) and arn.account in ("", context.account_id)


def reads_bare_versions(statement: Statement, stack: Stack) -> bool:
    """Whether a statement lets only such versions of secrets be read as hold no password."""
    form = facts("identity")["delivery"]["bare_versions"]
    return stack.delivers and any(
        each.test.lower() == "stringlike" and each.values == (form,)
        for each in conditions(statement, "secretsmanager:VersionId")
    )


def held_arns(resource: Resource, stack: Stack) -> frozenset[object]:
    """ARNs that name no region, in statements that hold in a region of the jurisdiction alone: a bucket's, for one."""
    if not stack.delivers:
        return frozenset()
    held: set[object] = set()
    open_: set[object] = set()
    for statement in _statements(resource, stack):
        into = held if any(in_region(statement, each) for each in border(stack).regions) else open_
        into |= {each for each in statement.resources if _regionless(each, stack)}
    return frozenset(held - open_)


def _statements(resource: Resource, stack: Stack) -> Iterable[Statement]:
    if resource.type == _DOCUMENT and resource.mode == "data":
        found = statements(Reference(resource.address, "json", resource.key), stack)
        return [] if isinstance(found, Unknown) else found
    return [each for document in documents_of(resource, stack) for each in document.statements or ()]


def _regionless(value: Value, stack: Stack) -> bool:
    if isinstance(value, Interpolation) or not isinstance(value, str):
        return False
    arn = parse(value)
    return arn is not None and arn.region == "" and arn.account in ("", border(stack).account)
