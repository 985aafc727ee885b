"""Text and names in MySQL's syntax, whatever they hold."""

import re

_ESCAPES = {
    "\0": "\\0",
    "\n": "\\n",
    "\r": "\\r",
    "\x1a": "\\Z",
    "'": "\\'",
    '"': '\\"',
    "\\": "\\\\",
}


def quoted_text(text: str) -> str:
    """A string literal, for a session whose `sql_mode` lacks `NO_BACKSLASH_ESCAPES`.

    Source: https://dev.mysql.com/doc/refman/8.4/en/string-literals.html (checked 2026-11-22).
    """
    return "'" + "".join(_ESCAPES.get(character, character) for character in text) + "'"


def quoted_identifier(name: str) -> str:
    """A name in backticks. Raises ValueError for the one character that no name can hold.

    Source: https://dev.mysql.com/doc/refman/8.4/en/identifiers.html (checked 2026-11-22).
    """
    if "\0" in name:
        raise ValueError("a MySQL name holds no NUL")
    return "`" + name.replace("`", "``") + "`"


def quoted_schema(name: str) -> str:
    """A schema's name as GRANT and REVOKE read it: there `_` and `%` are wildcards, unless escaped.

    Source: https://dev.mysql.com/doc/refman/8.4/en/grant.html#grant-quoting (checked 2026-11-22).
    """
    return quoted_identifier(re.sub(r"([\\_%])", r"\\\1", name))
