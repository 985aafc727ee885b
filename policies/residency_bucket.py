"""Every bucket that is named is one of this stack."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.residency.buckets import BUCKETS, bucket_problem
from policies.engine.residency.data import catalogued
from policies.engine.residency.walk import Leaf, leaves
from policies.engine.stack import UNKNOWN, Interpolation, Reference, Resource, Stack

_NAME = re.compile(r"(?:^|_)bucket(?:_name|_arn|_id)?$")
_ADDRESS = "s3://"


class BucketInside(Policy):
    """Attributes that take a bucket by their name, and addresses of objects."""

    id = "CKV_TDG_808"
    title = "Each bucket that is named is a bucket of this stack"
    category = "residency"
    why = (
        "Neither the name nor the ARN of a bucket says where it is. Only a bucket that this stack makes has a "
        "provider, and with it a region and an account that can be told."
    )
    source = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingBucket.html"
    fix = "Make the bucket in this stack, and refer to it."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each bucket that is outside or cannot be told."""
        for leaf in leaves(resource, stack):
            if _names_bucket(leaf, resource) and leaf.attribute not in catalogued(resource.type):
                problem = _problem(leaf, stack)
                if problem:
                    yield Violation(f"{leaf.attribute}: the bucket {problem}", attribute=leaf.path)


def _names_bucket(leaf: Leaf, resource: Resource) -> bool:
    if leaf.free or (resource.type in BUCKETS[:2] and resource.mode == "managed" and leaf.attribute == "bucket"):
        return False
    if isinstance(leaf.value, str) and leaf.value.startswith(_ADDRESS):
        return True
    return bool(leaf.names) and _NAME.search(leaf.names[-1]) is not None


def _problem(leaf: Leaf, stack: Stack) -> str | None:
    if leaf.value is UNKNOWN:
        return "cannot be known before the apply"
    return bucket_problem(leaf.value, stack) if isinstance(leaf.value, (str, Interpolation, Reference)) else None


check = register(BucketInside)
