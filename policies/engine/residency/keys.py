"""Which attributes name a key of KMS."""

import re

_KEY = re.compile(r"kms|cmk_|encryption_key|xks")
_OTHER = re.compile(r"context|enabled|encrypted|_type|version")
_COPY = re.compile(r"replica|destination|cross_region|copy")


def names_key(names: tuple[str, ...]) -> bool:
    """Whether a path leads to what names a key."""
    return bool(names) and _KEY.search(names[-1]) is not None and _OTHER.search(names[-1]) is None


def of_copy(names: tuple[str, ...]) -> bool:
    """Whether the key is for a copy, which may be in another region than the resource that names it."""
    return any(_COPY.search(name) for name in names)
