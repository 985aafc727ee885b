"""The most that a role can ever do, whatever is attached to it."""

from generator.facts.permissions import permissions
from generator.spec.model import Environment
from modules.delivery.denials import denied
from modules.delivery.names import PATH
from modules.delivery.scopes import in_region
from modules.part import Statement

_WRITES = ("Add", "Attach", "Create", "Delete", "Detach", "Put", "Remove", "Set", "Tag", "Untag", "Update", "Upload")
# The state is in S3, a backup vault's storage has a service of its own.
_BESIDE = ("s3",)


def delivery_boundary(environment: Environment) -> list[Statement]:
    """For the plan and the apply role: the services of the stack, in one region, and nothing that is denied.

    Neither can be used to change what either may do.
    """
    facts = permissions()
    used = {action.split(":")[0] for each in facts.types.values() for action in (*each.changing, *facts.key_actions)}
    services = sorted({*used, *_BESIDE} | {action.split(":")[0] for action in facts.unlimited})
    account = environment.account_id
    return [
        Statement(
            sid="InRegion",
            actions=[f"{each}:*" for each in services if each not in facts.global_services],
            resources=["*"],
            conditions=[in_region(environment)],
        ),
        Statement(sid="OfAllRegions", actions=[f"{each}:*" for each in sorted(facts.global_services)], resources=["*"]),
        Statement(sid="Look", actions=facts.looking, resources=["*"]),
        Statement(
            sid="DeliveryItself",
            effect="Deny",
            actions=[f"iam:{each}*" for each in _WRITES],
            resources=[f"arn:aws:iam::{account}:policy{PATH}*", f"arn:aws:iam::{account}:role{PATH}*"],
        ),
        *denied(environment),
    ]


def workload_boundary_statements(environment: Environment) -> list[Statement]:
    """For the roles that the environment's stack makes: what services need on its behalf, in one region."""
    return [
        Statement(
            sid="Workload",
            actions=permissions().workload,
            resources=["*"],
            conditions=[in_region(environment)],
        )
    ]
