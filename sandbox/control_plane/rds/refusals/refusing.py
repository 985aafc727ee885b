"""How a rule refuses."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from moto.rds.exceptions import RDSClientError

Order = Mapping[str, Any]
"""The parameters of a call, named as in Python."""
Rule = Callable[[Any, Order], None]
"""Takes the RDS of an account and region, and an order; raises RDSClientError."""

COMBINATION = "InvalidParameterCombination"
VALUE = "InvalidParameterValue"


def refuse(code: str, message: str) -> NoReturn:
    """Raises the error that RDS answers with."""
    raise RDSClientError(code, message)


def check(rules: Iterable[Rule], backend: Any, order: Order) -> None:
    """Holds an order against rules. Raises RDSClientError for the first that refuses it."""
    for rule in rules:
        rule(backend, order)
