"""The certificates that RDS signs its servers' with."""

import os
import urllib.request
from pathlib import Path

from generator.cache import cache_directory
from generator.errors import ToolError
from generator.targets import Target

VARIABLE = "TIDEGATE_CA_BUNDLE"
ADDRESS = "https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem"
"""Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html (checked 2026-11-22)."""
SECONDS = 20


def ca_bundle(target: Target, region: str) -> Path:
    """The target's own bundle, the one that the user names, or that of the region, fetched once.

    Raises ToolError where it cannot be had.
    """
    if target.ca_bundle:
        return target.ca_bundle
    if target.name != "aws":
        raise ToolError(
            "the sandbox has no database servers, so there is nothing to hold a drill on",
            fix="see why its data plane did not start: `make sandbox` says so",
        )
    named = os.environ.get(VARIABLE)
    kept = Path(named) if named else cache_directory() / "certificates" / f"{region}.pem"
    if not kept.is_file():
        _fetch(ADDRESS.format(region=region), kept)
    return kept


def _fetch(address: str, file: Path) -> None:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer:
            content = answer.read()
    except OSError as error:
        raise ToolError(
            f"{address} cannot be fetched: {error}", fix=f"fetch it yourself, and name the file in {VARIABLE}"
        ) from error
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
