from pathlib import Path

import pytest

from generator.setup.checkout import Checkout
from generator.setup.faults import packages_fault

CHECKOUT = Checkout(Path("/tidegate"), Path("/cache"))

NO_ROOM = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n"
ALTERED = """\
ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions …
    six from file:///six-1.17.0-py2.py3-none-any.whl:
        Expected sha256 00
             Got        4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274
"""
UNLOCKED = "ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==.\n"
UNREACHABLE = """\
WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('…: Network is unreachable')'
ERROR: Could not find a version that satisfies the requirement six==1.17.0 (from versions: none)
ERROR: No matching distribution found for six==1.17.0
"""
NO_WHEEL = """\
ERROR: Could not find a version that satisfies the requirement ruff==0.17.6 (from versions: none)
ERROR: No matching distribution found for ruff==0.17.6
"""
OTHER = "Collecting six\nERROR: first\nERROR: Exception: the second\n"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (NO_ROOM, "no space is left on the disk of /tidegate"),
        (ALTERED, "a package is not the one that requirements.lock has the hash of"),
        (UNLOCKED, "a package is not the one that requirements.lock has the hash of"),
        (UNREACHABLE, "pip cannot reach its package index"),
        (NO_WHEEL, "pip's package index has no ruff==0.17.6 for this Python and this machine"),
        (OTHER, "pip failed: Exception: the second"),
        ("", "pip failed: without saying why"),
    ],
)
def test_what_pip_says_becomes_one_line(said: str, message: str) -> None:
    fault = packages_fault(said, CHECKOUT)
    assert str(fault) == message
    assert said == NO_ROOM or str(CHECKOUT.log) in fault.fix
