"""A plan's JSON as a stack: what is planned, with references where a value is not known yet.

Source: https://developer.hashicorp.com/terraform/internals/json-format (checked 2026-11-22).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from policies.engine.blocks import in_blocks
from policies.engine.evaluation import Scope
from policies.engine.expressions import written
from policies.engine.instances import instances
from policies.engine.merging import as_first_planned, merged
from policies.engine.render import context_of, provider
from policies.engine.stack import Mode, Provider, Resource, Stack, UnreadableStackError, Value

Json = Mapping[str, Any]


def load_plan(data: Json) -> Stack:
    """The stack of a plan. Raises UnreadableStackError for a plan that is not whole, or has a module."""
    _refuse_partial(data)
    root = data["configuration"].get("root_module", {})
    variables = {name: cast(Value, body.get("value")) for name, body in data.get("variables", {}).items()}
    planned = _planned(data)
    scope = Scope(variables=variables, keys={address: keys for address in planned if (keys := _keys(planned[address]))})
    providers = _providers(data["configuration"].get("provider_config", {}), scope)
    resources = [(_address(each), _instances(each, planned, providers, scope)) for each in root.get("resources", [])]
    _refuse_strays(planned, {address for address, _ in resources})
    outputs = _outputs(data, scope)
    return Stack(
        kind="plan",
        context=context_of(outputs.get("residency")),
        resources=tuple(resource for _, found in resources for resource in found),
        providers=providers,
        outputs=outputs,
        variables=variables,
        absent=tuple(address for address, found in resources if not found),
    )


def _refuse_partial(data: Json) -> None:
    if data.get("errored") is True or data.get("complete") is False:
        raise UnreadableStackError("the plan ended in an error, or was made for some resources only")
    modules = [
        data["configuration"].get("root_module", {}).get("module_calls"),
        data.get("planned_values", {}).get("root_module", {}).get("child_modules"),
    ]
    if any(modules):
        raise UnreadableStackError("it has a module, which no policy can judge")


def _planned(data: Json) -> dict[str, list[dict[str, Any]]]:
    """The planned instances of each resource by address, each with its `values` and what of them is `unknown`."""
    unknown = {
        each["address"]: each["change"].get("after_unknown", False)
        for each in data.get("resource_changes", [])
        if each["change"]["actions"] != ["delete"]
    }
    known = data.get("prior_state", {}).get("values", {}).get("root_module", {}).get("resources", [])
    later = data.get("planned_values", {}).get("root_module", {}).get("resources", [])
    found: dict[str, dict[str, dict[str, Any]]] = {}
    made = {each["address"] for each in known if each["mode"] == "managed"}
    read = [{**each, "read": True} for each in known if each["mode"] == "data"]
    for each in [*read, *later]:
        answered = each["address"] in made or (each["mode"] == "data" and bool(made))
        instance = {"read": False, **each, "unknown": unknown.get(each["address"], False), "answered": answered}
        found.setdefault(_address(each), {})[each["address"]] = instance
    return {address: list(each.values()) for address, each in found.items()}


def _keys(planned: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(str(each["index"]) for each in planned if "index" in each)


def _address(each: Json) -> str:
    prefix = "" if each["mode"] == "managed" else f"{each['mode']}."
    return f"{prefix}{each['type']}.{each['name']}"


def _refuse_strays(planned: Mapping[str, object], declared: set[str]) -> None:
    # A data source that is configured no more may still be in the state of the run before.
    strays = [address for address in planned if address not in declared and not address.startswith("data.")]
    if strays:
        raise UnreadableStackError(f"{strays[0]} is planned and not configured")


def _instances(
    declared: Json, planned: Mapping[str, list[dict[str, Any]]], providers: Mapping[str, Provider], scope: Scope
) -> list[Resource]:
    bare = _bare(declared, providers)
    found = planned.get(bare.address, [])
    return [_instance(replace(bare, keys=_keys(found)), each, declared, scope) for each in found]


def _bare(declared: Json, providers: Mapping[str, Provider]) -> Resource:
    chosen = str(declared.get("provider_config_key", ""))
    configured = providers.get(chosen)
    return Resource(
        address=_address(declared),
        type=declared["type"],
        name=declared["name"],
        mode=cast(Mode, declared["mode"]),
        region=configured.region if configured else None,
        provider=chosen,
        account=configured.account if configured else None,
        written=frozenset(declared.get("expressions", {})),
    )


def _instance(bare: Resource, planned: Json, declared: Json, scope: Scope) -> Resource:
    each = _iteration(planned, declared, scope)
    expressions = written(declared.get("expressions", {}), scope.instance(each))
    values, unknown = planned.get("values") or {}, planned["unknown"]
    if planned["answered"]:
        unknown = as_first_planned(values, unknown, expressions, drop=bare.mode == "managed")
    values = in_blocks(bare.type, merged(values, unknown, expressions))
    if "depends_on" in declared:
        values["depends_on"] = list(declared["depends_on"])
    index = planned.get("index")
    key = None if index is None else str(index)
    return replace(bare, key=key, values=values, read=planned["read"])


def _iteration(planned: Json, declared: Json, scope: Scope) -> Mapping[str, Value]:
    index = planned.get("index")
    if index is None:
        return {}
    every = declared.get("for_each_expression", {}).get("constant_value")
    found = dict(instances({"for_each": every}, scope) or []) if every is not None else {}
    return found.get(str(index), {"each.key": index, "count.index": index})


def _providers(section: Json, scope: Scope) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    for name, body in section.items():
        values = in_blocks("provider", dict(written(body.get("expressions", {}), scope)))
        found[name] = provider(name, values)
    return found


def _outputs(data: Json, scope: Scope) -> dict[str, Value]:
    planned = data.get("planned_values", {}).get("outputs", {})
    declared = data["configuration"].get("root_module", {}).get("outputs", {})
    said = written({name: body.get("expression", {}) for name, body in declared.items()}, scope)
    # A value that is not known yet in all its parts is not planned at all.
    known = {name: cast(Value, body["value"]) for name, body in planned.items() if "value" in body}
    return {**said, **known}
