"""The denials of a jurisdiction: as statements of a managed policy, and as a service control policy."""

from generator.facts.denials import Denial, denials
from generator.facts.regions import regions
from generator.spec.model import Environment
from modules.part import Statement

_Conditions = list[tuple[str, str, list[str]]]


def denied(environment: Environment) -> list[Statement]:
    """What nobody in the environment's account may do, whatever else allows it.

    Regions of the same jurisdiction stay open: between them, data may move.
    """
    return [
        Statement(
            sid=each.sid,
            effect="Deny",
            actions=each.actions,
            not_actions=each.not_actions,
            resources=["*"],
            conditions=_conditions(each, environment),
        )
        for each in denials()
    ]


def service_control_policy(environment: Environment) -> dict[str, object]:
    """The same statements as a service control policy, for those who look after the organisation.

    Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html
    (checked 2026-11-25).
    """
    return {"Version": "2012-10-17", "Statement": [_as_json(each) for each in denied(environment)]}


def _conditions(denial: Denial, environment: Environment) -> _Conditions:
    conditions = [(test, key, list(values)) for test, key, values in denial.conditions]
    if denial.outside == "jurisdiction":
        inside = regions().jurisdictions[environment.residency.jurisdiction]
        conditions.append(("StringNotEquals", "aws:RequestedRegion", sorted(inside)))
    if denial.outside == "account":
        conditions.append(("StringNotEquals", "s3:ResourceAccount", [environment.account_id]))
    return conditions


def _as_json(statement: Statement) -> dict[str, object]:
    element = "NotAction" if statement.not_actions else "Action"
    written: dict[str, object] = {
        "Sid": statement.sid,
        "Effect": statement.effect,
        element: list(statement.not_actions or statement.actions),
        "Resource": list(statement.resources),
    }
    conditions = {test: {key: list(values)} for test, key, values in statement.conditions}
    return written | ({"Condition": conditions} if conditions else {})
