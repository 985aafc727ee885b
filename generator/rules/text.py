"""Text that AWS would refuse, or that the renderer would take for something else."""

import re
from collections.abc import Iterator
from unicodedata import category

from generator.findings import Finding
from generator.rules.base import Rule, listed
from generator.spec.document import Path

_IN_TAGS = "_.:/=+-@"
_LONGEST_DESCRIPTION = 255
_NOT_IN_DESCRIPTIONS = re.compile(r"[^a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]")
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


class TagValue(Rule):
    """The owner can be a tag."""

    id = "TXT002"
    title = "What becomes a tag has characters that a tag can have"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.html"
    explanation = (
        "Team and address of the owner are tags on every resource. A tag's value holds letters, digits and spaces of "
        "any language and `_ . : / = + - @`; AWS refuses anything else when the resource is made."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for team or address with anything else in it."""
        owner = self.environment.owner
        for key, text in (("team", owner.team), ("email", owner.email)):
            foreign = [letter for letter in text if category(letter)[0] not in "LNZ" and letter not in _IN_TAGS]
            if foreign:
                message = f"a tag cannot hold {listed(_shown(foreign), 'and')}"
                yield self.finding(("owner", key), message, "use letters, digits, spaces and _ . : / = + - @")


class ClientDescription(Rule):
    """A client's description can stand in a security group."""

    id = "TXT003"
    title = "A client's description has characters that a security group can have"
    source = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html"
    explanation = (
        "The description of a rule in a security group has at most 255 characters: unaccented letters, digits, spaces "
        "and `. _ - : / ( ) # , @ [ ] + = & ; { } ! $ *`. AWS refuses anything else when the rule is made."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for a description that is too long or has anything else in it."""
        for index, client in enumerate(self.environment.network.clients):
            path = ("network", "clients", index, "description")
            text = client.description or ""
            foreign = _NOT_IN_DESCRIPTIONS.findall(text)
            if foreign:
                message = f"a rule's description cannot hold {listed(_shown(foreign), 'and')}"
                yield self.finding(path, message, "use unaccented letters, digits, spaces and simple punctuation")
            elif len(text) > _LONGEST_DESCRIPTION:
                message = f"the description has {len(text)} characters, and a rule's has {_LONGEST_DESCRIPTION}"
                yield self.finding(path, message, f"shorten it to {_LONGEST_DESCRIPTION} characters")


def _shown(letters: list[str]) -> list[str]:
    return [f"`{letter}`" if letter.isprintable() else f"U+{ord(letter):04X}" for letter in dict.fromkeys(letters)]


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


RULES = (RendererMarks, TagValue, ClientDescription)
