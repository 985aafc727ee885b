"""What ends Terraform that is about no resource: the credentials, the disk, the network, a limit on calls."""

import re
from collections.abc import Sequence

from generator.errors import ToolError
from generator.terraform.diagnostics import Diagnostic

GO_ON = "then plan and apply again: it goes on from there"

_DRAWN = re.compile("\x1b\\[[0-9;]*m|[\u2500-\u257f]")

EXPIRED = ("the credentials have expired", f"log in to the account again, {GO_ON}")

_ENDINGS = (
    (
        r"ExpiredToken|RequestExpired|InvalidClientTokenId|token .*(has )?expired|no valid credential",
        *EXPIRED,
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


def failed(step: str, diagnostics: Sequence[Diagnostic], fix: str) -> ToolError:
    """The error of a step that ended with diagnostics; `fix` is for what is not known."""
    said = [each.one_line for each in diagnostics if each.severity == "error"]
    # What ends a run as a whole hides behind whatever else went wrong in it.
    return ended(step, next((each for each in said if ending(each)), said[0] if said else "it said nothing"), fix)


def ended(step: str, said: str, fix: str) -> ToolError:
    """The error of a step that said so in the end; `fix` is for what is not known."""
    known = ending(said)
    if known:
        return ToolError(f"{known[0]} ({step}: {said})", fix=known[1])
    return ToolError(f"{step} failed: {said}", fix=fix)


def last_words(text: str) -> str:
    """The last error, on one line, without the box and the colours that Terraform draws; else the last line."""
    lines = [line for line in (_DRAWN.sub("", drawn).strip() for drawn in text.splitlines()) if line]
    begins = [number for number, line in enumerate(lines) if line.startswith("Error: ")]
    said = " ".join(lines[begins[-1] :] if begins else lines[-1:])
    return said.removeprefix("Error: ") or "it said nothing"
