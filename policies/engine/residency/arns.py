"""ARNs in text: where each leads, as far as it can be told.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (checked 2026-11-22).
"""

import re
from collections.abc import Iterator

from policies.engine.residency.border import Border, border
from policies.engine.residency.buckets import bucket_problem
from policies.engine.residency.marks import has_mark, marked, unmarked
from policies.engine.stack import Interpolation, Reference, Stack

_ARN = re.compile(r"(?<![A-Za-z0-9_])arn:[^\s\"']*")
_AWS_OWNED = "aws"


def arn_problems(value: str | Interpolation, stack: Stack) -> Iterator[str]:
    """What is wrong with each ARN in a text."""
    if "arn:" not in str(value):
        return
    text, references = marked(value, stack)
    for found in _ARN.findall(text):
        problem = _problem(found, references, stack)
        if problem:
            yield f"{unmarked(found, references)} is {problem}"


def _problem(arn: str, references: tuple[Reference, ...], stack: Stack) -> str | None:
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return "an ARN of which parts cannot be told" if has_mark(arn) else None
    _, partition, service, region, account, name = parts
    if partition != "aws":
        return f"in the partition {partition}" if not has_mark(partition) else "in a partition that cannot be told"
    line = border(stack)
    if service == "s3" and not region and not account:
        problem = bucket_problem(unmarked(re.split(r"[/,)]", name)[0], references), stack)
        return f"a bucket that {problem}" if problem else None
    return _place(line, service, region) or _owner(line, service, account)


def _place(line: Border, service: str, region: str) -> str | None:
    if has_mark(region) or has_mark(service):
        return "in a region that cannot be told"
    if not region:
        return None if line.global_service(service) else "in no single region"
    if "*" in region or "?" in region:
        return "in any region that the pattern fits"
    return line.region(region)


def _owner(line: Border, service: str, account: str) -> str | None:
    if account == "" or (account == _AWS_OWNED and service == "iam"):
        return None
    if has_mark(account):
        return "in an account that cannot be told"
    if "*" in account or "?" in account:
        return "in any account that the pattern fits"
    return line.account_number(account)
