import errno
import io
import signal
import sys
from pathlib import Path

import pytest

from generator.errors import MisuseError
from generator.setup import command
from generator.setup.checkout import Checkout
from generator.setup.progress import Progress
from generator.setup.steps import steps
from tests.generator.setup.checkouts import small_checkout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.delenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT", raising=False)
    return small_checkout(tmp_path / "checkout")


def mark_all(checkout: Checkout, tmp_path: Path) -> None:
    for step in steps(checkout, tmp_path / "caches" / "tidegate" / "jsii", print):
        step.mark.parent.mkdir(parents=True, exist_ok=True)
        step.mark.write_text(step.recipe())


def test_with_every_step_done_nothing_is_said_and_nothing_is_written(checkout: Checkout, tmp_path: Path) -> None:
    mark_all(checkout, tmp_path)
    said = io.StringIO()
    command.set_up(checkout, Progress(said))
    assert said.getvalue() == ""
    assert not checkout.lock.exists()


def test_an_unusable_mirror_is_told_before_the_long_work(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIDEGATE_PROVIDER_MIRROR", str(checkout.root))
    with pytest.raises(MisuseError, match="TIDEGATE_PROVIDER_MIRROR"):
        command.set_up(checkout, Progress(io.StringIO()))
    assert not checkout.venv.exists()


@pytest.mark.parametrize(
    ("raised", "code", "message"),
    [
        (MisuseError("what", fix="how"), 2, "error: what\n  fix: how\n"),
        (KeyboardInterrupt(), 130, "interrupted; the next call takes the set-up up again\n"),
        (
            OSError(errno.ENOSPC, "No space left on device", "/x"),
            2,
            "error: no space is left on the disk of /x\n  fix: free some space and call again\n",
        ),
        (
            PermissionError(errno.EACCES, "Permission denied", "/x"),
            2,
            "error: /x: Permission denied\n  fix: mend what the message names, and call again\n",
        ),
    ],
)
def test_what_stops_it_becomes_a_line_and_an_exit_code(
    raised: BaseException, code: int, message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_checkout: Checkout, _progress: Progress) -> None:
        raise raised

    monkeypatch.setattr(command, "set_up", stopped)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert command.set_up_here() == code
    assert capsys.readouterr().err == message


def test_the_checkout_is_the_one_that_the_code_is_in() -> None:
    assert (command.ROOT / "generator" / "setup" / "command.py").samefile(str(sys.modules[command.__name__].__file__))
