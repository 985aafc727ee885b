"""Conditions of a policy's statement.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network

Values = Mapping[str, str | Sequence[str] | None]
"""Condition key in lower case -> the request's value or values; None or absent: the request has no such key."""


class UnknownOperatorError(ValueError):
    """A condition that cannot be judged: whoever asks must refuse."""


def like(value: str, pattern: str) -> bool:
    """Whether a value matches a pattern of `*` and `?`, and nothing else."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def arn_like(value: str, pattern: str) -> bool:
    """Whether an ARN matches a pattern, part by part."""
    parts, wanted = value.split(":", 5), pattern.split(":", 5)
    return len(parts) == len(wanted) and all(like(*pair) for pair in zip(parts, wanted, strict=True))


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _in_network(value: str, network: str) -> bool:
    return ip_address(value) in ip_network(network, strict=False)


OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "StringEquals": lambda value, wanted: value == wanted,
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
    "StringLike": like,
    "ArnEquals": arn_like,
    "ArnLike": arn_like,
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
    "NumericEquals": lambda value, wanted: float(value) == float(wanted),
    "NumericLessThan": lambda value, wanted: float(value) < float(wanted),
    "NumericLessThanEquals": lambda value, wanted: float(value) <= float(wanted),
    "NumericGreaterThan": lambda value, wanted: float(value) > float(wanted),
    "NumericGreaterThanEquals": lambda value, wanted: float(value) >= float(wanted),
    "DateLessThan": lambda value, wanted: _moment(value) < _moment(wanted),
    "DateGreaterThan": lambda value, wanted: _moment(value) > _moment(wanted),
    "IpAddress": _in_network,
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "NotIpAddress": "IpAddress",
}


def holds(conditions: Mapping[str, Mapping[str, object]], values: Values) -> bool:
    """Whether all conditions of a statement are met. Raises UnknownOperatorError."""
    return all(
        _met(operator, _texts(wanted), values.get(key.lower()))
        for operator, by_key in conditions.items()
        for key, wanted in by_key.items()
    )


def _met(operator: str, wanted: list[str], value: str | Sequence[str] | None) -> bool:
    if operator == "Null":
        return (value is None) == (wanted[0].lower() == "true")
    each, _, name = operator.rpartition(":")
    name, optional = (name.removesuffix("IfExists"), name.endswith("IfExists"))
    if NEGATED.get(name, name) not in OPERATORS:
        raise UnknownOperatorError(f"the sandbox knows no condition operator {name}")
    if value is None:
        return optional or each == "ForAllValues" or name in NEGATED
    given = [value] if isinstance(value, str) else list(value)
    verdicts = [_meets(name, one, wanted) for one in given]
    return all(verdicts) if each == "ForAllValues" else any(verdicts)


def _meets(name: str, value: str, wanted: list[str]) -> bool:
    if name in NEGATED:
        return not any(OPERATORS[NEGATED[name]](value, one) for one in wanted)
    return any(OPERATORS[name](value, one) for one in wanted)


def _texts(wanted: object) -> list[str]:
    listed = wanted if isinstance(wanted, list) else [wanted]
    return [str(each).lower() if isinstance(each, bool) else str(each) for each in listed]
