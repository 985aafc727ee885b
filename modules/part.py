"""The base of all modules: adds resources with a stable address, a spec path and guarded arguments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import (
    DataAwsIamPolicyDocument,
    DataAwsIamPolicyDocumentStatement,
    DataAwsIamPolicyDocumentStatementCondition,
    DataAwsIamPolicyDocumentStatementPrincipals,
)

from modules.literals import ConfigurationError, guarded
from modules.register import Origin, Register
from modules.runtime import Construct

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of an IAM policy.

    `principals` maps a principal type (`AWS`, `Service`) to identifiers; `conditions` holds
    (operator, key, values) triples.
    """

    sid: str
    actions: Iterable[str]
    resources: Iterable[str] = ()
    principals: Mapping[str, Iterable[str]] = field(default_factory=dict)
    conditions: Iterable[tuple[str, str, Iterable[str]]] = ()
    effect: str = "Allow"
    not_actions: Iterable[str] = ()


class Part(Construct):
    """A part of the stack: `module` names the module, `part` a part of it, `database` whose part it is.

    Addresses are `<type>.<name>` with names that hold no `_` for what belongs to the cell, and
    `<database>_<name>` for what belongs to one database, so that the two can never meet.
    """

    def __init__(
        self, scope: Construct, module: str, register: Register, *, part: str = "", database: str | None = None
    ) -> None:
        super().__init__(scope, "-".join(filter(None, (part or module, database))))
        self._module = module
        self._register = register
        self._database = database

    def add(
        self,
        kind: type[T],
        name: str,
        /,
        *,
        spec: str,
        attributes: Mapping[str, str] | None = None,
        **arguments: object,
    ) -> T:
        """Adds a resource or data source of `kind`, asked for by the spec path `spec`.

        `attributes` maps an argument to the spec path of its own that its value came from.
        Raises ConfigurationError for arguments that CDKTF would get wrong in silence.
        """
        logical_id = self._logical_id(name)
        known = {key: guarded(value, f"{name}.{key}") for key, value in arguments.items() if value is not None}
        resource: Any = kind(self, f"{kind.__name__}-{logical_id}", **known)  # type: ignore[call-arg]
        resource.override_logical_id(logical_id)
        data = "data." if kind.__name__.startswith("DataAws") else ""
        address = f"{data}{_type_name(resource.__class__)}.{logical_id}"
        origin = Origin(address, self._module, spec, dict(attributes or {}))
        self._register.add(origin, resource)
        return resource  # type: ignore[no-any-return]

    def policy(self, name: str, statements: Iterable[Statement], *, spec: str) -> str:
        """Adds a policy document as a data source, and returns the reference to its JSON."""
        document = self.add(
            DataAwsIamPolicyDocument, name, spec=spec, statement=[_statement(each) for each in statements]
        )
        return str(document.json)

    def _logical_id(self, name: str) -> str:
        if self._database is None:
            if "_" in name:
                raise ConfigurationError(f"{name}: names of the cell's resources hold no underscore")
            return name
        return f"{self._database}_{name}" if name else self._database


@cache
def _type_name(kind: type) -> str:
    """`aws_kms_key`: each question is a call to Node."""
    return str(kind.TF_RESOURCE_TYPE)  # type: ignore[attr-defined]


def _statement(statement: Statement) -> DataAwsIamPolicyDocumentStatement:
    return DataAwsIamPolicyDocumentStatement(
        sid=statement.sid,
        effect=statement.effect,
        actions=list(statement.actions) or None,
        not_actions=list(statement.not_actions) or None,
        resources=list(statement.resources) or None,
        principals=[
            DataAwsIamPolicyDocumentStatementPrincipals(type=kind, identifiers=list(identifiers))
            for kind, identifiers in statement.principals.items()
        ]
        or None,
        condition=[
            DataAwsIamPolicyDocumentStatementCondition(test=test, variable=key, values=list(values))
            for test, key, values in statement.conditions
        ]
        or None,
    )
