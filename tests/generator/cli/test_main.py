"""The `tidegate` command itself."""

import subprocess
import sys
from pathlib import Path

import pytest

TIDEGATE = Path(sys.executable).with_name("tidegate")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["verfy", "eu-west-1"], "No such command 'verfy'. Did you mean 'verify'?"),
        (["sandbox", "strat"], "No such command 'strat'. (Did you mean one of: 'start', 'status'?)"),
        (["xxxx"], "No such command 'xxxx'."),
    ],
)
def test_a_mistyped_command_is_misuse_and_those_that_are_near_are_named(arguments: list[str], said: str) -> None:
    called = subprocess.run([TIDEGATE, *arguments], capture_output=True, text=True, check=False)
    assert (called.returncode, called.stdout, called.stderr.splitlines()[-1]) == (2, "", f"Error: {said}")
