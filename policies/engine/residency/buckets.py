"""Where a bucket is: its name and ARN do not say, so it must be a bucket of this stack.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html (checked 2026-11-22).
"""

import re

from policies.engine.residency.border import place_problem
from policies.engine.residency.marks import marked, unmarked
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Value, shown

BUCKETS = ("aws_s3_bucket", "aws_s3_directory_bucket", "aws_s3_access_point")
_PREFIX = re.compile(r"(?:s3://|arn:aws:s3:::)")
_DEPTH = 5


def bucket_problem(value: Value, stack: Stack) -> str | None:
    """What is wrong with a bucket that a name, an ARN, an address or a reference leads to; None if nothing is."""
    found = _bucket(_name(value, stack), stack, _DEPTH)
    if found is None:
        return f"is none of this stack ({shown(value)}), so that nobody can tell where it is"
    problem = place_problem(found, stack)
    return f"is {problem}" if problem else None


def _name(value: Value, stack: Stack) -> Value:
    """The bucket's part of what names it or something in it."""
    if not isinstance(value, (str, Interpolation)):
        return value
    text, references = marked(value, stack)
    return unmarked(_PREFIX.sub("", text, count=1).split("/")[0], references)


def _bucket(value: Value, stack: Stack, depth: int) -> Resource | None:
    if isinstance(value, Interpolation) or depth == 0:
        return None
    found = stack.target(value) if isinstance(value, Reference) else stack.target(value, *BUCKETS)
    if found is None or (found.type in BUCKETS and found.mode == "managed"):
        return found
    if not isinstance(value, Reference) or found.mode != "managed":
        return None
    inside = found.get(value.attribute.replace("[", ".").replace("]", ""))
    return _bucket(_name(inside, stack), stack, depth - 1) if inside is not None else None
