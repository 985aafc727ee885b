"""A render (Terraform's JSON syntax) as a stack.

Source: https://developer.hashicorp.com/terraform/language/syntax/json (checked 2026-11-22).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from policies.engine.blocks import in_blocks, is_map
from policies.engine.evaluation import Scope, evaluate
from policies.engine.instances import instances
from policies.engine.stack import Context, Mode, Provider, Resource, Stack, UnreadableStackError, Value
from policies.engine.values import UNKNOWN

Json = Mapping[str, Any]

_SECTIONS: Mapping[str, Mode] = {"resource": "managed", "data": "data", "ephemeral": "ephemeral"}
_OTHERS = frozenset({"//", "output", "provider", "terraform", "variable", "locals"})
_META = frozenset({"//", "provider", "for_each", "count"})
_EXTRA = frozenset({"//", "dynamic"})


def load_render(data: Json) -> Stack:
    """The stack of a render. Raises UnreadableStackError for a section that cannot be judged, such as a module."""
    for section in data.keys() - _OTHERS - _SECTIONS.keys():
        raise UnreadableStackError(f"it has the section {section!r}, which no policy can judge")
    scope = _scope(data)
    providers = _providers(data.get("provider", {}), scope)
    resources = _resources(data, scope, providers)
    terraform = _merged(data.get("terraform", {}))
    return Stack(
        kind="render",
        context=context_of(data.get("//", {}).get("tidegate")),
        resources=tuple(resource for _, found in resources for resource in found),
        providers=providers,
        outputs={name: evaluate(_one(body).get("value"), scope) for name, body in data.get("output", {}).items()},
        variables=scope.variables,
        backend={kind: evaluate(body, scope) for kind, body in _merged(terraform.get("backend", {})).items()},
        absent=tuple(address for address, found in resources if not found),
    )


def context_of(said: object) -> Context | None:
    """What a render's comment, or a plan's output, says of the environment; None if it is nothing of the kind."""
    if not isinstance(said, Mapping):
        return None
    fields = ("environment", "region", "account_id", "jurisdiction", "classification")
    return Context(*(value if isinstance(value := said.get(name), str) else None for name in fields))


def provider(name: str, values: Mapping[str, Value]) -> Provider:
    """A provider from its arguments; region and account are there where they are plain."""
    region, accounts = values.get("region"), values.get("allowed_account_ids")
    only = accounts[0] if isinstance(accounts, list) and len(accounts) == 1 else None
    return Provider(
        name,
        region if isinstance(region, str) else None,
        only if isinstance(only, str) else None,
        values,
    )


def _scope(data: Json) -> Scope:
    variables = {name: _default(_one(body)) for name, body in data.get("variable", {}).items()}
    scope = Scope(variables=variables, locals=_merged(data.get("locals", {})))
    keys: dict[str, tuple[str, ...]] = {}
    for _, address, body in _declared(data):
        found = instances(body, scope)
        if found is not None and (body.get("for_each") is not None or body.get("count") is not None):
            keys[address] = tuple(key for key, _ in found if key is not None)
    return replace(scope, keys=keys)


def _default(body: Json) -> Value:
    # A default is plain JSON; without one the value comes from outside, and may be anything.
    return cast(Value, body["default"]) if "default" in body else UNKNOWN


def _declared(data: Json) -> Iterator[tuple[Mode, str, Json]]:
    for section, mode in _SECTIONS.items():
        for kind, named in _merged(data.get(section, {})).items():
            for name, body in _merged(named).items():
                prefix = "" if mode == "managed" else f"{mode}."
                yield mode, f"{prefix}{kind}.{name}", _one(body)


def _resources(data: Json, scope: Scope, providers: Mapping[str, Provider]) -> list[tuple[str, list[Resource]]]:
    return [
        (address, _instances(_bare(mode, address, body, providers), body, scope))
        for mode, address, body in _declared(data)
    ]


def _bare(mode: Mode, address: str, body: Json, providers: Mapping[str, Provider]) -> Resource:
    kind, name = address.split(".")[-2:]
    chosen = str(body.get("provider", kind.split("_")[0])).removeprefix("${").removesuffix("}")
    configured = providers.get(chosen)
    spec = body.get("//", {}).get("tidegate", {}).get("spec")
    return Resource(
        address=address,
        type=kind,
        name=name,
        mode=mode,
        region=configured.region if configured else None,
        provider=chosen,
        account=configured.account if configured else None,
        written=frozenset({*body, *_merged(body.get("dynamic", {}))}),
        spec=spec if isinstance(spec, str) else None,
    )


def _instances(bare: Resource, body: Json, scope: Scope) -> list[Resource]:
    found = instances(body, scope)
    if found is None:
        values = arguments(bare.type, body, scope.instance({}))
        return [replace(bare, values=values, certain=False)]
    keys = tuple(key for key, _ in found if key is not None)
    return [
        replace(bare, values=arguments(bare.type, body, scope.instance(each)), key=key, keys=keys)
        for key, each in found
    ]


def arguments(kind: str, body: Json, scope: Scope) -> dict[str, Value]:
    """A resource's arguments with what they come to, dynamic blocks written out."""
    return _block(kind, {name: value for name, value in body.items() if name not in _META}, scope)


def _block(kind: str, body: Json, scope: Scope) -> dict[str, Value]:
    plain = {name: _written(kind, name, value, scope) for name, value in body.items() if name not in _EXTRA}
    values = in_blocks(kind, plain)
    for name, dynamic in _merged(body.get("dynamic", {})).items():
        written = values.get(name)
        values[name] = [*(written if isinstance(written, list) else []), *_dynamic(kind, name, _one(dynamic), scope)]
    return values


def _written(kind: str, name: str, value: object, scope: Scope) -> Value:
    if isinstance(value, Mapping) and not is_map(kind, name):
        return [_block(kind, value, scope)]
    if isinstance(value, list) and not is_map(kind, name):
        return [_block(kind, item, scope) if isinstance(item, Mapping) else evaluate(item, scope) for item in value]
    return evaluate(value, scope)


def _dynamic(kind: str, name: str, body: Json, scope: Scope) -> Iterator[Value]:
    iterator = body.get("iterator", name)
    for _, each in instances({"for_each": body.get("for_each")}, scope, unique=False) or [(None, {})]:
        given = {f"{iterator}.{field}": each.get(f"each.{field}", UNKNOWN) for field in ("key", "value")}
        yield _block(kind, _one(body.get("content", {})), scope.instance({**scope.each, **given}))


def _providers(section: Json, scope: Scope) -> dict[str, Provider]:
    found: dict[str, Provider] = {}
    for kind, configured in _merged(section).items():
        for body in configured if isinstance(configured, list) else [configured]:
            name = f"{kind}.{body['alias']}" if "alias" in body else kind
            if name in found:
                raise UnreadableStackError(f"the provider {name} is configured twice")
            found[name] = provider(name, in_blocks("provider", {key: evaluate(body[key], scope) for key in body}))
    return found


def _merged(section: Any) -> dict[str, Any]:
    """A section as one object; JSON syntax allows a list of them. Raises UnreadableStackError for a name used twice."""
    merged: dict[str, Any] = {}
    for each in section if isinstance(section, list) else [section]:
        for name, body in dict(each).items():
            if name in merged:
                raise UnreadableStackError(f"{name} is there twice")
            if name != "//":
                merged[name] = body
    return merged


def _one(body: object) -> Json:
    """A block's body; JSON syntax allows a list of one. Raises UnreadableStackError for more."""
    if isinstance(body, list):
        if len(body) != 1:
            raise UnreadableStackError("a name stands for several blocks")
        return cast(Json, body[0])
    return cast(Json, body)
