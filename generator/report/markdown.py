"""Findings as Markdown, for a comment on a pull request."""

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.findings import Finding
from generator.report.dispatch import Checked
from generator.report.printable import one_line
from generator.report.summary import checked_in_words, counts, verdict

_CODE = re.compile(r"(`[^`]+`)")
_SPECIAL = re.compile(r"([\\`*_\[\]#!|~$@])")
_ADDRESS = re.compile(r"https://[^\s<>`]+")


def write(findings: Sequence[Finding], checked: Checked, stream: TextIO) -> None:
    """Writes a heading with the verdict, and below it the findings of each file."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    templates.filters.update(prose=prose, code=code, link=link)
    files = [(file, list(group)) for file, group in groupby(findings, key=lambda found: found.file)]
    text = templates.get_template("findings.md.j2").render(
        files=files, verdict=verdict(findings), counts=counts(findings), checked=checked_in_words(checked)
    )
    stream.write(text)


def prose(text: str) -> str:
    """Text in which nothing is markup, HTML or a mention; what stands between backticks stays code."""
    return "".join(part if _CODE.fullmatch(part) else _escaped(part) for part in _CODE.split(one_line(text)))


def link(text: str) -> str:
    """An address as a link, anything else as prose."""
    return f"<{text}>" if _ADDRESS.fullmatch(text) else prose(text)


def code(text: str) -> str:
    """Text as code, whatever backticks it holds."""
    line = one_line(text)
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{line}{space}{fence}"


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain)
