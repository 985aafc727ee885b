"""On which servers of a sandbox drills are held."""

from typing import Any

import pytest

from generator.drilling.holding import check_served
from generator.errors import MisuseError

MARIADB = "10.11.18 (MariaDB, Debian stable, reduced)"


@pytest.mark.parametrize("ready", [{"mysql": "9.7.4"}, {"mysql": "9.7.4", "lacks": {}}])
def test_on_a_server_that_lacks_nothing(ready: dict[str, Any]) -> None:
    check_served(ready)


def test_not_on_one_that_does_not_know_the_users_script() -> None:
    with pytest.raises(MisuseError, match=r"reduced\) serves no drills: the script is MySQL's") as refused:
        check_served({"mysql": MARIADB, "lacks": {"drills": "the script is MySQL's", "CLONE": "none"}})
    assert "TIDEGATE_MYSQLD" in refused.value.fix
