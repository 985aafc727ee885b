"""Names that AWS accepts, made of names that people chose."""

import hashlib

_DIGEST_LENGTH = 8


def bounded(*parts: str, limit: int = 64) -> str:
    """The parts joined by hyphens; where that is too long, cut and ended with a digest of the whole.

    The default limit is that of an IAM role's name.
    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (checked 2026-11-22).
    """
    name = "-".join(parts)
    if len(name) <= limit:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST_LENGTH]
    return f"{name[: limit - _DIGEST_LENGTH - 1].rstrip('-')}-{digest}"
