"""A sandbox that ends, in order or not, leaves no process behind and loses nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.sandbox.data_plane.standing import ask, data_plane, eventually, order, running, whole

ORDER = order()
SANDBOX = """
import sys
from pathlib import Path
from tests.sandbox.data_plane.standing import ask, data_plane, running
from tests.sandbox.data_plane.test_restarts import ORDER

with data_plane(Path(sys.argv[1])) as opened:
    opened.backing.create(ORDER)
    cluster = running(opened.backing, ORDER.key)
    ask(cluster, "CREATE TABLE kept (id INT PRIMARY KEY)")
    ask(cluster, "INSERT INTO kept VALUES (1), (2), (3)")
    print(*[member.pid for member in cluster.members.values()], flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("end", [signal.SIGKILL, None], ids=["killed", "in order"])
def test_a_sandbox_that_ended_finds_its_clusters_again(tmp_path: Path, end: signal.Signals | None) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SANDBOX, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as sandbox:
        assert sandbox.stdout
        assert sandbox.stdin
        servers = [psutil.Process(int(pid)) for pid in sandbox.stdout.readline().split()]
        assert len(servers) == 3
        if end:
            os.kill(sandbox.pid, end)
        else:
            sandbox.stdin.close()
        sandbox.wait()
    _, alive = psutil.wait_procs(servers, timeout=20)
    assert alive == []

    with data_plane(tmp_path) as opened:
        eventually(lambda: whole(opened.backing, ORDER.key))
        cluster = running(opened.backing, ORDER.key)
        assert cluster.writer.identifier == "orders-instance-1"
        for member in cluster.members:
            assert ask(cluster, "SELECT id FROM kept ORDER BY id", member) == [(1,), (2,), (3,)]
        ask(cluster, "INSERT INTO kept VALUES (4)")


def test_the_writer_of_a_failover_is_the_writer_after_a_restart(tmp_path: Path) -> None:
    with data_plane(tmp_path) as opened:
        opened.backing.create(ORDER)
        eventually(lambda: whole(opened.backing, ORDER.key))
        opened.backing.failover(ORDER.key, "orders-instance-2")
        ask(running(opened.backing, ORDER.key), "CREATE TABLE later (id INT PRIMARY KEY)")
    with data_plane(tmp_path) as opened:
        cluster = running(opened.backing, ORDER.key)
        assert cluster.writer.identifier == "orders-instance-2"
        assert ask(cluster, "SHOW TABLES") == [("later",)]
        eventually(lambda: whole(opened.backing, ORDER.key))


def test_a_reboot_puts_static_parameters_in_force_and_keeps_the_writer(tmp_path: Path) -> None:
    with data_plane(tmp_path) as opened:
        opened.backing.create(ORDER)
        eventually(lambda: whole(opened.backing, ORDER.key))
        opened.backing.reboot(ORDER.key, {**ORDER.parameters, "back_log": "77"})
        cluster = running(opened.backing, ORDER.key)
        assert cluster.writer.identifier == "orders-instance-1"
        for member in cluster.members:
            assert ask(cluster, "SELECT @@GLOBAL.back_log", member) == [(77,)]
        eventually(lambda: whole(opened.backing, ORDER.key))


def test_two_regions_stand_beside_each_other(tmp_path: Path) -> None:
    there = order(region="us-east-1")
    with data_plane(tmp_path) as opened:
        opened.backing.create(ORDER)
        opened.backing.create(there)
        for key in (ORDER.key, there.key):
            eventually(lambda key=key: whole(opened.backing, key))  # type: ignore[misc]
        ask(running(opened.backing, ORDER.key), "CREATE TABLE here (id INT PRIMARY KEY)")
        assert ask(running(opened.backing, there.key), "SHOW TABLES") == []
