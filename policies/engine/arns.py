"""Amazon Resource Names.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (checked 2026-11-22).
"""

import re
from dataclasses import dataclass

_ARN = re.compile(
    r"arn:(?P<partition>[^:]*):(?P<service>[^:]*):(?P<region>[^:]*):(?P<account>[^:]*):(?P<resource>.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Arn:
    """The parts of an ARN; region and account are empty where a service's ARNs have none."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def parse(text: str) -> Arn | None:
    """The parts of an ARN; None for a text that is not one."""
    found = _ARN.fullmatch(text)
    return Arn(**found.groupdict()) if found else None
