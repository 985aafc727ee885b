"""What evidence says of the servers of a sandbox."""

from typing import Any

import pytest

from generator.drilling.holding import NOTE, note_of

MARIADB = "10.11.18 (MariaDB, Debian stable, reduced)"


@pytest.mark.parametrize("ready", [None, {"mysql": "9.7.4"}, {"mysql": "9.7.4", "lacks": {}}])
def test_servers_that_lack_nothing_are_not_those_of_rds(ready: dict[str, Any] | None) -> None:
    assert note_of(ready) == NOTE


def test_what_is_lacking_is_part_of_the_evidence() -> None:
    note = note_of({"mysql": MARIADB, "lacks": {"CLONE": "none", "super_read_only": "none"}})
    assert note == f"{NOTE} {MARIADB} serves a reduced set, without CLONE, super_read_only."
