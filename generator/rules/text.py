"""Text that the renderer would take for something else."""

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.rules.base import Rule
from generator.spec.document import Path

_MARK = re.compile("\\$\\{TfToken\\[|[\ue000\ue001]")


class RendererMarks(Rule):
    """Text stays text."""

    id = "TXT001"
    title = "No text holds the marks by which the renderer knows its own references"
    source = "https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences"
    explanation = (
        "Everything that Terraform would interpolate is escaped on the way, so any text arrives as it was written. "
        "Only `${TfToken[` and the private characters U+E000 and U+E001 cannot be told from the renderer's own "
        "references."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each text, or key, that holds a mark."""
        for path, text, key in _texts(self.spec.document.data, ()):
            if _MARK.search(text):
                where = "this key" if key else "this text"
                yield self.finding(path, f"{where} holds a mark of the renderer", "write it without the mark", key=key)


def _texts(value: object, path: Path) -> Iterator[tuple[Path, str, bool]]:
    if isinstance(value, str):
        yield path, value, False
    elif isinstance(value, dict):
        for name, item in value.items():
            yield (*path, name), str(name), True
            yield from _texts(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


RULES = (RendererMarks,)
