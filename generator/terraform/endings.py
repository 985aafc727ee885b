"""What ends Terraform that is about no resource: the credentials, the disk, the network, a limit on calls."""

import re

GO_ON = "then plan and apply again: it goes on from there"

_ENDINGS = (
    (
        r"ExpiredToken|RequestExpired|InvalidClientTokenId|token .*(has )?expired|no valid credential",
        "the credentials have expired",
        f"log in to the account again, {GO_ON}",
    ),
    (r"no space left on device", "there is no space left on the disk", f"free some where build/ is, {GO_ON}"),
    (
        r"connection refused|connection reset|no such host|i/o timeout|\bEOF\b",
        "the target does not answer any more",
        f"see that it runs (`tidegate sandbox status`, or the network), {GO_ON}",
    ),
    (
        r"Throttling|RequestLimitExceeded|TooManyRequests|SlowDown",
        "the API takes no more calls for now",
        f"wait a minute, {GO_ON}",
    ),
)


def ending(text: str) -> tuple[str, str] | None:
    """What a text of Terraform's or its provider's means, and how to mend it; None where it is about something else."""
    for pattern, message, fix in _ENDINGS:
        if re.search(pattern, text, re.IGNORECASE):
            return message, fix
    return None
