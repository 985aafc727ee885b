"""What an expression comes to: a plain value, what it refers to, or UNKNOWN."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from policies.engine.functions import FUNCTIONS, operate
from policies.engine.syntax import (
    Call,
    Constant,
    Name,
    Node,
    Step,
    Template,
    UnreadableExpressionError,
    parse_template,
)
from policies.engine.values import UNKNOWN, Reference, Unknown, Value, joined

_LOCAL_NAMES = frozenset({"var", "local", "each", "count", "path", "terraform", "self", "module"})


@dataclass(frozen=True)
class Scope:
    """What the names of an expression stand for.

    `keys` has the instance keys of the resources that have any, by address; `each` is what `each.key`, `each.value`,
    `count.index` and a dynamic block's iterator are in the instance at hand.
    """

    variables: Mapping[str, Value] = field(default_factory=dict)
    locals: Mapping[str, object] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    each: Mapping[str, Value] = field(default_factory=dict)
    pending: tuple[str, ...] = ()

    def instance(self, each: Mapping[str, Value]) -> "Scope":
        """The same scope inside one instance of a resource."""
        return Scope(self.variables, self.locals, self.keys, each)

    def local(self, name: str) -> Value:
        """A local's value; UNKNOWN if there is none, or if it needs itself."""
        if name in self.pending or name not in self.locals:
            return UNKNOWN
        inside = Scope(self.variables, self.locals, self.keys, {}, (*self.pending, name))
        return evaluate(self.locals[name], inside)


def evaluate(raw: object, scope: Scope) -> Value:
    """The value of anything in Terraform's JSON: texts are templates, and are so in lists and objects too."""
    if isinstance(raw, str):
        return evaluate_text(raw, scope)
    if isinstance(raw, list):
        return [evaluate(item, scope) for item in raw]
    if isinstance(raw, Mapping):
        return {str(key): evaluate(item, scope) for key, item in raw.items() if key != "//"}
    return raw if isinstance(raw, (bool, int, float)) or raw is None else UNKNOWN


def evaluate_text(text: str, scope: Scope) -> Value:
    """A template's value; UNKNOWN where it is beyond what can be read."""
    if "${" not in text and "%{" not in text:
        return text
    try:
        return _template(parse_template(text), scope)
    except UnreadableExpressionError:
        return UNKNOWN


def _template(template: Template, scope: Scope) -> Value:
    values = [part if isinstance(part, str) else _node(part, scope) for part in template.parts]
    if len(values) == 1:
        return values[0]
    return joined(list(values))


def _node(node: Node, scope: Scope) -> Value:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Template):
        return _template(node, scope)
    if isinstance(node, Call):
        return _call(node, scope)
    return _traversal(node, scope)


def _call(call: Call, scope: Scope) -> Value:
    values = [_node(argument, scope) for argument in call.arguments]
    if call.function in _FORMS:
        return _FORMS[call.function](values)
    if call.function == "values" and values and isinstance(values[0], Reference):
        return _instances(values[0], scope)
    function: Callable[..., Value] | None = FUNCTIONS.get(call.function)
    if function is None:
        return operate(call.function, values)
    try:
        return function(*values)
    except (TypeError, ValueError, KeyError, IndexError):
        return UNKNOWN


def _condition(values: list[Value]) -> Value:
    condition, then, otherwise = values
    if isinstance(condition, bool):
        return then if condition else otherwise
    return then if then == otherwise else UNKNOWN


def _object(values: list[Value]) -> Value:
    keys = values[::2]
    if not all(isinstance(key, str) for key in keys):
        return UNKNOWN
    return {str(key): value for key, value in zip(keys, values[1::2], strict=True)}


_FORMS: Mapping[str, Callable[[list[Value]], Value]] = {"?": _condition, "[]": list, "{}": _object}


def _instances(whole: Reference, scope: Scope) -> Value:
    keys = scope.keys.get(whole.address)
    if keys is None or whole.attribute or whole.key is not None:
        return UNKNOWN
    return [Reference(whole.address, "", key) for key in sorted(keys)]


def _traversal(node: Node, scope: Scope) -> Value:
    if isinstance(node, Name):
        return UNKNOWN
    if not isinstance(node, Step):
        return _node(node, scope)
    names = _plain_names(node)
    if names is not None and _starts(names, scope):
        return _start(names, scope)
    return _stepped(node, _traversal(node.of, scope), scope)


def _plain_names(node: Node) -> list[str] | None:
    names: list[str] = []
    while isinstance(node, Step) and node.kind == "name":
        names.insert(0, node.name)
        node = node.of
    return [node.name, *names] if isinstance(node, Name) else None


def _starts(names: list[str], scope: Scope) -> bool:
    """Whether exactly these names, no fewer and no more, stand for something."""
    if names[0] in _LOCAL_NAMES or ".".join(names[:2]) in scope.each:
        return len(names) == 2
    return len(names) == (3 if names[0] in ("data", "ephemeral") else 2)


def _start(names: list[str], scope: Scope) -> Value:
    kind, name = names[0], names[1]
    if f"{kind}.{name}" in scope.each:
        return scope.each[f"{kind}.{name}"]
    if kind == "var":
        return scope.variables.get(name, UNKNOWN)
    if kind == "local":
        return scope.local(name)
    if (kind, name) == ("path", "module"):
        return "."
    return UNKNOWN if kind in _LOCAL_NAMES else Reference(".".join(names), "")


def _stepped(step: Step, of: Value, scope: Scope) -> Value:
    if isinstance(of, Reference):
        return _referred(step, of, scope)
    if step.kind == "name":
        if isinstance(of, list):
            return [_stepped(step, item, scope) for item in of]
        return of.get(step.name, UNKNOWN) if isinstance(of, dict) else UNKNOWN
    if step.kind == "splat":
        return of if isinstance(of, list) else UNKNOWN
    index = _node(step.index, scope) if step.index is not None else UNKNOWN
    if isinstance(of, list) and isinstance(index, int) and -1 < index < len(of):
        return of[index]
    return of.get(index, UNKNOWN) if isinstance(of, dict) and isinstance(index, str) else UNKNOWN


def _referred(step: Step, of: Reference, scope: Scope) -> Value:
    if step.kind == "name":
        attribute = f"{of.attribute}.{step.name}" if of.attribute else step.name
        return Reference(of.address, attribute, of.key)
    if step.kind == "splat":
        return _instances(of, scope)
    index: Value | Unknown = _node(step.index, scope) if step.index is not None else UNKNOWN
    if not isinstance(index, (int, str)) or isinstance(index, bool):
        return UNKNOWN
    if not of.attribute and of.key is None:
        return Reference(of.address, "", str(index))
    return Reference(of.address, f"{of.attribute}[{index}]", of.key)
