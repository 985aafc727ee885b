"""Values as Terraform would take them: it converts texts to numbers and truth values where those are wanted."""

from policies.engine.stack import Value


def number(value: Value) -> int | float | None:
    """The number that a value is, or is converted to; None where it is none, or cannot be known."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    try:
        found = float(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return int(found) if found is not None and found.is_integer() else found


def truth(value: Value) -> bool | None:
    """The truth value that a value is, or is converted to; None where it is none, or cannot be known."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False, "1": True, "0": False}.get(value) if isinstance(value, str) else None


def off(value: Value) -> bool:
    """Whether something is certainly off: false, or not given."""
    return value is None or truth(value) is False


def items(value: Value) -> list[Value]:
    """A list's items; nothing for null, and the value itself where it is no list (it may not be known)."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]
