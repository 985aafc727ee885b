"""Who administers a key cannot use it."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.documents import Statement
from policies.engine.grants import conditions, covers, like, requires
from policies.engine.key_policies import GRANT, USE, KeyPolicies
from policies.engine.policies_of import Document
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack

_EVERY_ACTION = "kms:anything"


class KeyPolicyUse(KeyPolicies):
    """Principals of the account reach a key through a service of its region alone, and grant it to services alone."""

    id = "CKV_TDG_116"
    title = "A key's policy lets nobody use it but through a service"
    why = (
        "With kms:* or kms:Decrypt for the account, its administrators can decrypt what they may read: keys would "
        "protect from strangers only. kms:ViaService leaves the use to the service that holds the data, and "
        "kms:GrantIsForAWSResource leaves grants to it."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"
    fix = "Split the statement: administration without use; use with kms:ViaService and kms:CallerAccount."

    def judge_document(self, document: Document, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each statement that lets somebody use the key directly."""
        del stack
        for statement in document.statements or ():
            problem = _problem(statement, resource) if statement.allows else None
            if problem:
                yield Violation(f"the statement {statement.sid!r} {problem}", *document.at())


def _problem(statement: Statement, resource: Resource) -> str | None:
    if covers(statement, _EVERY_ACTION):
        return "allows every action on the key"
    granted = [action for action in (*USE, GRANT) if covers(statement, action)]
    if not granted or {each.kind for each in statement.principals} == {"Service"}:
        return None
    if not _through_service(statement, resource):
        return f"allows {granted[0]} without going through a service of the key's region"
    if GRANT in granted and not requires(statement, "kms:GrantIsForAWSResource", ["true"]):
        return f"allows {GRANT} to others than services of AWS"
    return None


def _through_service(statement: Statement, resource: Resource) -> bool:
    region, account = resource.region, resource.account
    if region is None or account is None or not requires(statement, "kms:CallerAccount", [account]):
        return False
    services = f"*.{region}.amazonaws.com"
    return any(
        each.test.lower() == "stringequals"
        and each.values
        and all(isinstance(value, str) and "*" not in value and like(services, value) for value in each.values)
        for each in conditions(statement, "kms:ViaService")
    )


check = register(KeyPolicyUse)
