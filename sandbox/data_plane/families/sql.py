"""Texts and names as SQL has them, where a statement takes no values."""

from pymysql.converters import escape_string


def text(value: str) -> str:
    """A literal."""
    return f"'{escape_string(value)}'"


def identifier(name: str) -> str:
    """The name of a database, a table or a column."""
    doubled = name.replace("`", "``")
    return f"`{doubled}`"
