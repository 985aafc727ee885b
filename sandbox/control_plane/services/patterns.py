"""Filter patterns for log events that are plain text: terms, quoted phrases, `?` for either of them, `-` for neither.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import re
from functools import cache

TERM = re.compile(r'(?P<sign>[?-]?)(?:"(?P<phrase>(?:[^"\\]|\\.)*)"|(?P<word>[^\s"]+))(?:\s+|$)')


class BadPatternError(ValueError):
    """A pattern that cannot be read, or is for JSON, for columns, or a regular expression."""


def matches(pattern: str, message: str) -> bool:
    """Whether a pattern takes an event; an empty one takes all. Case counts. Raises BadPatternError."""
    wanted, either, unwanted = _terms(pattern)
    if any(term in message for term in unwanted) or not all(term in message for term in wanted):
        return False
    return not either or any(term in message for term in either)


@cache
def _terms(pattern: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    at, text = 0, pattern.strip()
    if text[:1] in ("{", "[", "%"):
        raise BadPatternError(f"{pattern} is for JSON, for columns, or a regular expression, which are not evaluated")
    found: dict[str, list[str]] = {"": [], "?": [], "-": []}
    while at < len(text):
        match = TERM.match(text, at)
        if not match:
            raise BadPatternError(f"{text[at:]!r} cannot be read")
        phrase = match["phrase"]
        found[match["sign"]].append(match["word"] if phrase is None else re.sub(r"\\(.)", r"\1", phrase))
        at = match.end()
    return tuple(found[""]), tuple(found["?"]), tuple(found["-"])
