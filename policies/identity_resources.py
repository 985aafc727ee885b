"""Each thing that an identity may act on is named in full."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.arns import parse
from policies.engine.delivery import held_here
from policies.engine.documents import Statement
from policies.engine.facts import facts
from policies.engine.grants import like, wild
from policies.engine.identity import IdentityPolicies
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Value, shown


class ExactResources(IdentityPolicies):
    """No wildcard among the resources, but for the few that are listed with a reason; none of another account.

    The roles that apply a stack make what has no name yet: theirs may end in a wildcard, within the region and account.
    """

    id = "CKV_TDG_305"
    title = "Identities may act on what is named, without wildcards"
    why = (
        "GetSecretValue on `*` reads every secret of the account, the master users' too; Decrypt on `*` uses every key."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"
    fix = "Name the resource: a reference to one of this stack, or an ARN of its region and account."

    def problems(self, statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
        """A problem for each resource that is not certainly one of this region and account."""
        for value in statement.resources:
            if not _fits(value, statement, resource, stack):
                yield f"is for {shown(value)}, which is not one thing of this region and account"
        if not statement.resources and not statement.not_resources:
            yield "is for no resource that can be told"


def _fits(value: Value, statement: Statement, resource: Resource, stack: Stack) -> bool:
    if stack.delivers and held_here(value, statement, stack):
        return True
    if isinstance(value, Reference):
        found = stack.target(value)
        return found is not None and found.mode == "managed"
    if isinstance(value, Interpolation) and wild(value):
        return _is_part(value, stack)
    if not isinstance(value, (str, Interpolation)):
        return False
    return _allowed(str(value), statement, resource) if wild(value) else _is_own(str(value), resource)


def _is_part(value: Interpolation, stack: Stack) -> bool:
    whole, *rest = value.parts
    found = stack.target(whole) if isinstance(whole, Reference) and whole.attribute == "arn" else None
    return found is not None and rest == [facts("identity")["resources"]["parts"].get(found.type)]


def _is_own(text: str, resource: Resource) -> bool:
    arn = parse(text)
    return arn is not None and arn.region in ("", resource.region) and arn.account in ("", resource.account)


def _allowed(text: str, statement: Statement, resource: Resource) -> bool:
    known = facts("identity")["resources"]
    allowed = list(known["whole"]) if text == "*" else []
    for each in known["patterns"]:
        if text == each["resource"].format(region=resource.region, account=resource.account):
            allowed += each["actions"]
    return bool(statement.actions) and all(
        isinstance(action, str) and any(like(each, action) for each in allowed) for action in statement.actions
    )


check = register(ExactResources)
