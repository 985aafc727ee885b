"""Patterns of resource types, such as `aws_iam_user*`."""

from fnmatch import fnmatchcase

_MARKS = frozenset("*?[")


def matches(kind: str, pattern: str) -> bool:
    """Whether a resource type is of a pattern.

    Nearly all of them are whole names, or end in the only `*`: to compile hundreds of those takes longer than to judge.
    """
    head = pattern.removesuffix("*")
    if _MARKS.intersection(head):
        return fnmatchcase(kind, pattern)
    return kind == pattern if head == pattern else kind.startswith(head)
