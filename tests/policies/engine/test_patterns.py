"""A pattern says the same of a type as the standard library's patterns do."""

from fnmatch import fnmatchcase

import pytest

from policies.engine.patterns import matches

KINDS = ("aws_iam_user", "aws_iam_user_policy", "aws_iam", "", "aws_iam_user*", "aws_xiam_user")
PATTERNS = ("aws_iam_user", "aws_iam_user*", "*", "", "aws_*_user", "aws_iam_user?policy", "aws_?iam_*", "aws_[ix]*")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_a_file_name_s(pattern: str) -> None:
    assert [matches(kind, pattern) for kind in KINDS] == [fnmatchcase(kind, pattern) for kind in KINDS]
