"""Names of regions in text, of those too that do not exist yet.

Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html (checked 2026-11-22).
"""

import re
from collections.abc import Iterator

_REGION = (
    r"[a-z]{2,4}(?:-gov|-iso[a-z]?|-[a-z]{2})?-"
    r"(?:northeast|northwest|southeast|southwest|north|south|east|west|central)-\d{1,2}"
)
_WORD = re.compile(rf"(?<![a-z0-9-])({_REGION})[a-z]?(?![a-z0-9])")
_LOOSE = re.compile(rf"(?<![a-z])(?:s3-(?:website-)?)?({_REGION})[a-z]?(?![a-z0-9])")
_WHOLE = re.compile(_REGION)
_ZONE_ID = re.compile(r"([a-z]{2,4}\d{1,2})-(?:[a-z]{3}\d-)?[a-z]{1,3}\d")
_DIRECTIONS = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}


def is_region(text: str) -> bool:
    """Whether a text is the name of a region, and nothing else."""
    return _WHOLE.fullmatch(text) is not None


def regions_in(text: str, *, loose: bool = False) -> Iterator[str]:
    """The regions that a text names, by themselves or by one of their zones; `loose` finds them after a hyphen too."""
    for found in (_LOOSE if loose else _WORD).finditer(text.lower()):
        yield found[1]


def zone_code(text: str) -> str | None:
    """The region's short code in the id of an availability zone ("euw1" in "euw1-az2"); None for another text."""
    found = _ZONE_ID.fullmatch(text)
    return found[1] if found else None


def code(region: str) -> str:
    """A region's short code: "euw1" for eu-west-1."""
    area, *middle, number = region.split("-")
    initials = "".join(_DIRECTIONS.get(part, part[:1]) for part in middle)
    return f"{area}{initials}{number}"
