"""A job of a pool cleans up and ends, when it is told to and when the pool's process is killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import ROOT

_POOL = """
import os, sys, time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from multiprocessing import get_context
from tests.mutants.test_ending import work

if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        pool.submit(work, sys.argv[1]).result()
"""


def work(folder: str) -> None:
    from tests.mutants.ending import ending_with_parent

    with ending_with_parent():
        try:
            (Path(folder) / "fresh").write_text(str(os.getpid()))
            (Path(folder) / "fresh").rename(Path(folder) / "pid")
            time.sleep(600)
        finally:
            (Path(folder) / "closed").touch()


@pytest.mark.parametrize("told", ["the job", "the pool"])
def test_the_job_closes_what_it_opened_and_ends(tmp_path: Path, told: str) -> None:
    script = tmp_path / "pool.py"
    script.write_text(_POOL)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, script, tmp_path], env=environment, stderr=subprocess.DEVNULL) as pool:
        while not (tmp_path / "pid").exists():
            assert pool.poll() is None
            time.sleep(0.05)
        job = psutil.Process(int((tmp_path / "pid").read_text()))
        os.kill(job.pid if told == "the job" else pool.pid, signal.SIGTERM)
        gone, _ = psutil.wait_procs([job], timeout=120)
        pool.wait(120)

    assert gone
    assert (tmp_path / "closed").exists()
