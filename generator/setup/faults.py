"""Tells from what pip said why it failed, in one line."""

import re

from generator.errors import ToolError
from generator.setup.checkout import Checkout

_NO_ROOM = "No space left on device|Errno 28|Disk quota exceeded"
_NO_NETWORK = (
    "NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|SSLError|ProtocolError|"
    "Temporary failure in name resolution|Network is unreachable|Connection refused|Connection reset"
)
_ALTERED = "DO NOT MATCH THE HASHES|--require-hashes mode"
_NO_WHEEL = r"No matching distribution found for (\S+)"
_ERROR = r"(?m)^\s*ERROR: (.+)$"


def packages_fault(said: str, checkout: Checkout) -> ToolError:
    """The error for a failed installation, by what pip `said` about it."""
    see = f"what pip said is in {checkout.log}"
    if re.search(_NO_ROOM, said):
        return disk_full(str(checkout.root))
    if re.search(_ALTERED, said):
        return ToolError(
            "a package is not the one that requirements.lock has the hash of",
            fix=f"do not trust the package index that pip is configured for before you know why; {see}",
        )
    if re.search(_NO_NETWORK, said):
        return ToolError(
            "pip cannot reach its package index", fix=f"mend the network or pip's configuration, then call again; {see}"
        )
    if missing := re.search(_NO_WHEEL, said):
        return ToolError(
            f"pip's package index has no {missing[1]} for this Python and this machine",
            fix=f"use another Python (3.11 and 3.13 are known to work): make PYTHON=python3.11 …; {see}",
        )
    last = re.findall(_ERROR, said)
    return ToolError(f"pip failed: {last[-1] if last else 'without saying why'}", fix=see)


def disk_full(where: str) -> ToolError:
    """The error for a disk that filled up on the way."""
    return ToolError(f"no space is left on the disk of {where}", fix="free some space and call again")
