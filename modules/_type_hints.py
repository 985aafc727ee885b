"""Evaluates the type hints of jsii's bindings once each."""

import functools
import typing
from typing import Any

_STUB = "_typecheckingstub__"


def remember_type_hints() -> None:
    """Makes `typing.get_type_hints` remember the hints of the bindings' stubs; all else is evaluated as before.

    Every construct and struct checks its arguments against the hints of a stub of its own, in every call anew,
    which takes a third of a render.
    """
    evaluate: Any = typing.get_type_hints
    remembered = functools.cache(evaluate)

    @functools.wraps(evaluate)
    def get_type_hints(obj: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        is_stub = getattr(obj, "__name__", "").startswith(_STUB)
        return dict(remembered(obj)) if is_stub else dict(evaluate(obj, *arguments, **options))

    setattr(typing, evaluate.__name__, get_type_hints)
