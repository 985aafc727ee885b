"""From a file to text: size, kind and encoding, before anything looks at what it says."""

import codecs
import re
import stat
from pathlib import Path as FilePath

from generator.spec import syntax_rules as rules
from generator.spec.document import Position
from generator.spec.faults import Faults
from generator.spec.lines import first_on_each_line

MOST_BYTES = 256 * 1024
LOST = "\ufffd"
"""Stands for a character that has a finding."""
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_UNDECODED = re.compile("[\udc80-\udcff]")
_HIDDEN = "\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"
NOT_TEXT = re.compile(
    f"[{_HIDDEN}]|[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\udc80-\udcff\ue000-\ufffc\U00010000-\U0010ffff]",
)
"""What YAML does not take as text, U+FFFD (which stands for text that is lost already), and what a reviewer cannot see.

Source: https://yaml.org/spec/1.2.2/#51-character-set and https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""

_RESAVE = "save the file as UTF-8 text"


def read(file: FilePath, faults: Faults) -> bytes | None:
    """The file's content; None, and a finding, if it cannot be read or is too large for a spec."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            kind = "a folder" if file.is_dir() else "a pipe or a device"
            faults.add(rules.UNREADABLE, f"this is {kind}, not a file", "name a spec file", None)
            return None
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        faults.add(rules.UNREADABLE, "there is no such file", "check the name", None)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        faults.add(rules.UNREADABLE, f"the file cannot be read: {reason}", "make it readable for this user", None)
    else:
        return content
    return None


def decode(content: bytes, faults: Faults) -> str | None:
    """The content as text without byte order mark, with `LOST` for what is no text; None if nothing of it is.

    Every line with such a character gets a finding.
    """
    if len(content) > MOST_BYTES:
        message = f"the file has more than {MOST_BYTES // 1024} KiB, which no spec has"
        faults.add(rules.TOO_LARGE, message, "name a spec file, or split it into one file an environment", None)
        return None
    for mark, encoding in _OTHER_ENCODINGS.items():
        if content.startswith(mark):
            faults.add(rules.NOT_TEXT, f"the file is encoded as {encoding}", _RESAVE, Position(1, 1))
            return None
    text = content.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="surrogateescape")
    for position, bad in first_on_each_line(_UNDECODED, text):
        faults.add(rules.NOT_TEXT, f"the byte 0x{ord(bad) - 0xDC00:02x} is not UTF-8", _RESAVE, position)
    for position, bad in first_on_each_line(NOT_TEXT, text):
        faults.add(rules.NOT_TEXT, f"here is {name_of(bad)}", "take the character out", position)
    return NOT_TEXT.sub(LOST, _UNDECODED.sub(LOST, text))


def name_of(character: str) -> str:
    """What a finding calls a character that is no text."""
    return (
        "a NUL byte"
        if character == "\0"
        else f"the character U+{ord(character):04X}, which is no text or does not show"
    )
