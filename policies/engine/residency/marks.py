"""Text around references as plain text, with one mark for each reference, so that patterns can be sought in it."""

import re

from policies.engine.stack import Interpolation, Reference, Stack, Value

_FIRST = 0xE000
_MARK = re.compile("([\ue000-\uf8ff])")
_OWN = {"region": "region", "account_id": "account", "owner_id": "account"}


def marked(value: str | Reference | Interpolation, stack: Stack) -> tuple[str, tuple[Reference, ...]]:
    """The text of a value, and the references that its marks stand for, in order; known references are written out."""
    parts = value.parts if isinstance(value, Interpolation) else (value,)
    pieces: list[str] = []
    references: list[Reference] = []
    for part in parts:
        text = part if isinstance(part, str) else known(part, stack)
        if text is None and isinstance(part, Reference):
            text = chr(_FIRST + len(references))
            references.append(part)
        pieces.append(text or "")
    return "".join(pieces), tuple(references)


def unmarked(text: str, references: tuple[Reference, ...]) -> str | Reference | Interpolation:
    """The value that a marked text, or a part of one, stands for."""
    pieces = [piece for piece in _MARK.split(text) if piece]
    parts = tuple(references[ord(piece) - _FIRST] if _MARK.match(piece) else piece for piece in pieces)
    if len(parts) == 1:
        return parts[0]
    return Interpolation(parts) if any(isinstance(part, Reference) for part in parts) else text


def has_mark(text: str) -> bool:
    """Whether a reference is in the text."""
    return _MARK.search(text) is not None


def known(reference: Reference, stack: Stack) -> str | None:
    """The text that a reference comes to, if it can be told; regions and accounts are told by the provider."""
    target = stack.target(reference)
    if target is None:
        return None
    if target.type == "aws_region" and target.mode == "data":
        asked = target.get("name", target.get("region"))
        plain = target.get("endpoint") is None and reference.attribute in ("name", "id", "region")
        return (_text(asked, stack) if asked is not None else target.region) if plain else None
    if target.type == "aws_caller_identity" and reference.attribute in ("account_id", "id"):
        return target.account
    if target.type == "aws_partition" and reference.attribute in ("partition", "id"):
        return "aws"
    if reference.attribute in _OWN and target.get(reference.attribute) is None:
        own = getattr(target, _OWN[reference.attribute])
        return own if isinstance(own, str) and target.type.startswith("aws_") else None
    return stack.text(reference)


def _text(value: Value, stack: Stack) -> str | None:
    return stack.text(value)
