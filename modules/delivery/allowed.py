"""What the plan role and the apply role are allowed: worked out from the types of resources that there can be."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.facts.permissions import TypePermissions, permissions
from generator.spec.model import Environment
from modules.delivery.identity import ATTACHING, BOUNDED, roles
from modules.delivery.scopes import everything_of, in_region, keys, scope_of, via
from modules.delivery.secrets import bare_secrets
from modules.part import Statement


def changing(part: str, environment: Environment) -> list[Statement]:
    """What the apply role may do with the types of one part: read, make, update and delete them."""
    types = [each for each in permissions().types.values() if each.part == part]
    more = _MORE.get(part)
    return [*_of_types(types, environment), *(more(environment) if more else [])]


def reading(environment: Environment) -> list[Statement]:
    """What the plan role may do: read each type, and no password.

    It may look at all of the region and account, so that one policy for all types stays below IAM's limit.
    """
    facts = permissions()
    actions = sorted({action for each in facts.types.values() for action in each.read})
    limited = [each for each in actions if each not in facts.unlimited]
    services = sorted({each.split(":")[0] for each in limited})
    scopes = [each for service in services for each in everything_of(service, environment)]
    unlimited = [each for each in actions if each in facts.unlimited]
    return [
        *_bound("Read", limited, scopes, environment),
        *_bound("Look", unlimited, ["*"], environment),
        *bare_secrets(environment),
    ]


def looking() -> list[Statement]:
    """What `tidegate verify` asks, in the environment's region and in all others."""
    return [Statement(sid="Look", actions=permissions().looking, resources=["*"])]


def _of_types(types: Iterable[TypePermissions], environment: Environment) -> Iterator[Statement]:
    unlimited = permissions().unlimited
    scoped: dict[str, set[str]] = defaultdict(set)
    for each in types:
        scoped[each.scope] |= each.changing
        for scope, more in each.more.items():
            scoped[scope] |= set(more)
    elsewhere = {*unlimited, *BOUNDED, *ATTACHING}
    for scope, actions in sorted(scoped.items()):
        sid = "".join(word.capitalize() for word in scope.split("-"))
        yield from _bound(sid, sorted(actions - elsewhere), scope_of(scope, environment), environment)
    used = {action for actions in scoped.values() for action in actions}
    yield from _bound("Unlimited", sorted(unlimited & used), ["*"], environment)


def _bound(sid: str, actions: list[str], resources: list[str], environment: Environment) -> Iterator[Statement]:
    """The actions on the resources: in the environment's region alone, but for services that have none."""
    facts = permissions()
    regional = [each for each in actions if not facts.is_global(each)]
    everywhere = [each for each in actions if facts.is_global(each)]
    if regional:
        yield Statement(sid=sid, actions=regional, resources=resources, conditions=[in_region(environment)])
    if everywhere:
        yield Statement(sid=f"{sid}OfAllRegions", actions=everywhere, resources=resources)


def _use_of_keys(environment: Environment) -> list[Statement]:
    facts = permissions()
    region = in_region(environment)
    granted = ("Bool", "kms:GrantIsForAWSResource", ["true"])
    return [
        Statement(
            sid="GrantToServices",
            actions=["kms:CreateGrant"],
            resources=[keys(environment)],
            conditions=[via(environment, *facts.grant_through), granted, region],
        ),
        Statement(
            sid="UseThroughServices",
            actions=facts.key_actions,
            resources=[keys(environment)],
            conditions=[via(environment, *facts.use_through), region],
        ),
    ]


_MORE: Mapping[str, Callable[[Environment], list[Statement]]] = {
    "credentials": bare_secrets,
    "encryption": _use_of_keys,
    "identity": roles,
}
