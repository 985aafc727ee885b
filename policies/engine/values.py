"""What an attribute can hold: plain values, references, text around references, and what cannot be known."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias


class Unknown(Enum):
    """The type of UNKNOWN."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN
"""A value that cannot be known before the apply, and that no reference explains."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What leads to another resource: `${aws_kms_key.storage.arn}`.

    `address` has no instance key ("aws_kms_key.storage", "data.aws_iam_policy_document.vault"); `attribute` is empty
    for the whole resource, and dotted for a nested one ("master_user_secret[0].secret_arn"); `key` is the instance's
    where one is named.
    """

    address: str
    attribute: str
    key: str | None = None

    def __str__(self) -> str:
        key = "" if self.key is None else f"[{self.key}]"
        return f"{self.address}{key}.{self.attribute}" if self.attribute else f"{self.address}{key}"


@dataclass(frozen=True, slots=True)
class Interpolation:
    """Text around references: `${aws_kms_key.storage.arn}:*`."""

    parts: tuple[str | Reference, ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else f"${{{part}}}" for part in self.parts)


Value: TypeAlias = (
    bool | int | float | str | Reference | Interpolation | Unknown | list["Value"] | dict[str, "Value"] | None
)


def shown(value: Value) -> str:
    """A value as a message shows it."""
    if value is UNKNOWN:
        return "a value that is not known before the apply"
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return f"[{', '.join(shown(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def holds_unknown(value: Value) -> bool:
    """Whether UNKNOWN is the value, or anywhere in it."""
    if isinstance(value, list):
        return any(holds_unknown(item) for item in value)
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    return value is UNKNOWN


def joined(parts: list[Value]) -> Value:
    """The text that a template's parts make; UNKNOWN where a part is no text."""
    flat: list[str | Reference] = []
    for part in parts:
        pieces = part.parts if isinstance(part, Interpolation) else (as_text(part),)
        for piece in pieces:
            if piece is None:
                return UNKNOWN
            if isinstance(piece, str) and flat and isinstance(flat[-1], str):
                flat[-1] += piece
            elif piece != "":
                flat.append(piece)
    if all(isinstance(piece, str) for piece in flat):
        return "".join(str(piece) for piece in flat)
    return flat[0] if len(flat) == 1 else Interpolation(tuple(flat))


def as_text(value: Value) -> str | Reference | None:
    """A scalar as Terraform writes it into text; None for what has no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return value if isinstance(value, (str, Reference)) else None
