"""Who may read a secret is told which, and the master user's is for the rotation alone."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.delivery import reads_bare_versions
from policies.engine.documents import Statement
from policies.engine.grants import covers
from policies.engine.identity import IdentityPolicies
from policies.engine.policies_of import documents_of
from policies.engine.stack import Reference, Resource, Stack, Value, shown

_READ = ("secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue")


class SecretReaders(IdentityPolicies):
    """A permission to read names secrets of this stack; the master user's goes to roles of functions alone."""

    id = "CKV_TDG_322"
    title = "The master user's secret is read by the rotation alone"
    why = (
        "Who reads the master user's secret can do everything in the database, whatever role it came as. Only the "
        "rotation function needs it, to set the passwords of others."
    )
    source = "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html"
    fix = "Let the application's role read its own secret, by a reference."

    def problems(self, statement: Statement, resource: Resource, stack: Stack) -> Iterator[str]:
        """A problem for each secret that may not be read so."""
        if not any(covers(statement, action) for action in _READ) or reads_bare_versions(statement, stack):
            return
        for value in statement.resources:
            found = stack.target(value) if isinstance(value, Reference) else None
            if found is None or found.mode != "managed":
                yield f"lets a secret be read that is not of this stack: {shown(value)}"
            elif found.type != "aws_secretsmanager_secret" and not _is_of_function(resource, stack):
                yield f"lets somebody else than a function read {shown(value)}, the master user's secret"


def _is_of_function(resource: Resource, stack: Stack) -> bool:
    role = _role(resource.get("role"), stack) if resource.type == "aws_iam_role_policy" else None
    if role is None:
        return False
    trust = [each for each in documents_of(role, stack) if each.kind == "trust"]
    named = {
        identifier
        for document in trust
        for statement in document.statements or ()
        for principal in statement.principals
        for identifier in principal.identifiers
    }
    return named == {"lambda.amazonaws.com"}


def _role(value: Value, stack: Stack) -> Resource | None:
    return stack.target(value, "aws_iam_role")


check = register(SecretReaders)
