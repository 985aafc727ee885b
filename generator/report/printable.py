"""Text of unknown origin, made harmless for a line of output."""

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that steer a terminal, turn the reading direction, end a line or show nothing."""


def one_line(text: str) -> str:
    """`text` on one line, with everything that does not show up written as its escape.

    Source of the categories: https://www.unicode.org/reports/tr44/#General_Category_Values
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) if _hides(character) else character for character in text)


def _hides(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
