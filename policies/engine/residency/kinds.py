"""What an attribute of the catalogue must be.

| kind | the attribute must |
|---|---|
| `unset` | not be there |
| `false` | be false, or not be there |
| `stated-false` | be false, as its default is not |
| `{one_of: […], default: …}` | be one of these; the default counts where it is not there |
| `region` | name regions of the jurisdiction |
| `account` | name this account |
| `object` | lead to an object of this account in the jurisdiction: by reference, by ARN, or by a plain name |
| `ours` | refer to an object of this stack: its id does not say where it is |
| `bucket` | lead to a bucket of this stack: its ARN does not say where it is |
| `host` | lead to a host in the network or of AWS in the jurisdiction |
| `service` | be a service of AWS in the jurisdiction (of VPC endpoints) |
| `principal` | be a service, or somebody of this account |
| `document` | be readable, with nobody else in it |
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policies.engine.reading import off, truth
from policies.engine.residency.border import border
from policies.engine.residency.buckets import bucket_problem
from policies.engine.residency.hosts import host_problem, service_problem
from policies.engine.residency.marks import known
from policies.engine.residency.objects import object_problem
from policies.engine.residency.principals import document_problems, principal_problem
from policies.engine.residency.regions import is_region
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Stack, Value, shown

Text = str | Interpolation | Reference


def problems(kind: Any, value: Value, stack: Stack) -> Iterator[str]:
    """What is wrong with an attribute's value, None where it is not there; the text goes on from its name."""
    if isinstance(kind, Mapping):
        if (kind.get("default") if value is None else value) not in (*kind["one_of"], *_default(kind)):
            yield f"is {shown(value)}, not {' or '.join(kind['one_of'])}"
    elif kind in _WHOLE:
        yield from _WHOLE[kind](value, stack)
    else:
        for item in value if isinstance(value, list) else [value]:
            yield from _placed(_PLACED[kind], item, stack)


def _default(kind: Mapping[str, Any]) -> tuple[None, ...]:
    return () if "default" in kind else (None,)


def _placed(problem: Callable[[Any, Stack], str | None], item: Value, stack: Stack) -> Iterator[str]:
    if item is UNKNOWN:
        yield "cannot be known before the apply, and may lead anywhere"
    elif isinstance(item, (str, Interpolation, Reference)) and item != "":
        found = problem(item, stack)
        if found:
            yield f"leads out: {found}"


def _unset(value: Value, _stack: Stack) -> Iterator[str]:
    if value not in (None, "", [], {}, False):
        yield f"is {shown(value)}, and must not be set"


def _false(value: Value, _stack: Stack) -> Iterator[str]:
    if not off(value):
        yield f"is {shown(value)}, and must be false"


def _stated_false(value: Value, _stack: Stack) -> Iterator[str]:
    if truth(value) is not False:
        yield f"is {shown(value)}, and must be false, as AWS takes true by default"


def _document(value: Value, stack: Stack) -> Iterator[str]:
    if value is not None:
        yield from document_problems(value, stack)


def region_problem(value: Text, stack: Stack) -> str | None:
    """What is wrong with a value that names a region."""
    text = known(value, stack) if isinstance(value, Reference) else stack.text(value)
    if text is None:
        return f"{shown(value)} is a region that cannot be told"
    if not is_region(text):
        return f"{shown(text)} is no single region"
    problem = border(stack).region(text)
    return f"it is {problem}" if problem else None


def account_problem(value: Text, stack: Stack) -> str | None:
    """What is wrong with a value that names an account."""
    text = known(value, stack) if isinstance(value, Reference) else stack.text(value)
    problem = border(stack).account_number(text)
    return f"it is {problem}" if problem else None


def own_problem(value: Text, stack: Stack) -> str | None:
    """What is wrong with a value that must refer to something of this stack."""
    if isinstance(value, Reference):
        return object_problem(value, stack)
    return f"{shown(value)} is no reference to anything of this stack, so that nobody can tell where it is"


def _bucket(value: Text, stack: Stack) -> str | None:
    problem = bucket_problem(value, stack)
    return f"the bucket {problem}" if problem else None


def _host(value: Text, stack: Stack) -> str | None:
    problem = host_problem(value, stack)
    return f"{shown(value)} is {problem}" if problem else None


def _service(value: Text, stack: Stack) -> str | None:
    problem = service_problem(value, stack)
    return f"{shown(value)} is {problem}" if problem else None


_WHOLE: Mapping[str, Callable[[Value, Stack], Iterator[str]]] = {
    "unset": _unset,
    "false": _false,
    "stated-false": _stated_false,
    "document": _document,
}
_PLACED: Mapping[str, Callable[[Any, Stack], str | None]] = {
    "region": region_problem,
    "account": account_problem,
    "object": object_problem,
    "ours": own_problem,
    "bucket": _bucket,
    "host": _host,
    "service": _service,
    "principal": principal_problem,
}
KINDS = frozenset({*_WHOLE, *_PLACED})
