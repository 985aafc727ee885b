"""What is a secret, by its name or by its look."""

import base64
import binascii
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from policies.engine.arns import parse
from policies.engine.facts import facts
from policies.engine.leaves import Leaf, leaves
from policies.engine.values import Interpolation, Reference, Unknown, Value

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LOOKS = re.compile(
    r"\b(AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|://[^/\s:@$]+:[^/\s:@$]+@"
    r"|(?<![a-z])(password|passwd|pwd|passphrase|secret_?(access_?)?key|api_?key)['\"]?\s*[:=]\s*['\"]?[^\s'\"$,;{}]{3,}"
    r"|identified\s+(with\s+\S+\s+)?by\s+['\"]",
    re.IGNORECASE,
)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{24,}={0,2}")


@cache
def names_secret(name: str) -> bool:
    """Whether what is called `name` is a secret: `master_password`, `DB_TOKEN`, `clientSecret`, not `secret_arn`."""
    known = facts("secrecy")
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in known["about"] or name in known["harmless"]:
        return False
    keys = (first for first, second in pairwise(words) if second == "key")
    return any(word in known["words"] for word in words) or any(first in known["keys"] for first in keys)


def secret_leaves(value: Value | Mapping[str, Value]) -> Iterator[Leaf]:
    """Every value under the name of a secret that is, or may be, the secret itself."""
    return (leaf for leaf in leaves(value) if names_secret(leaf.name) and may_be_secret(leaf.value))


def may_be_secret(value: Value) -> bool:
    """Whether a value that is called a secret can be one, and not a switch, an ARN or nothing."""
    if isinstance(value, Reference):
        last = value.attribute.rpartition(".")[2] or value.address
        return names_secret(last) or last in facts("secrecy")["attributes"]
    if isinstance(value, str):
        return value not in ("", "true", "false") and parse(value) is None
    return isinstance(value, (Interpolation, Unknown)) and parse(str(value)) is None


def looks_secret(text: str) -> bool:
    """Whether a text holds a secret: a key that is known by its form, or something after `password=`."""
    return _LOOKS.search(text) is not None or _LOOKS.search(_decoded(text)) is not None


def _decoded(text: str) -> str:
    if not _BASE64.fullmatch(text):
        return ""
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def json_object(value: Value) -> Mapping[str, Value] | None:
    """The object that a text is in JSON, with references as text; None if it is none."""
    try:
        found = json.loads(str(value)) if isinstance(value, (str, Interpolation)) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
