import io
import re

import pytest

from generator.setup.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(stream: io.StringIO) -> str:
    return re.sub(r"\d+(\.\d)? s", "N s", stream.getvalue())


def work(progress: Progress) -> None:
    progress.begin("set-up")
    with progress.step("first"):
        pass
    with progress.step("second"):
        pass
    progress.end("all of it")


def test_a_terminal_gets_a_line_for_each_step() -> None:
    stream = Terminal()
    work(Progress(stream))
    assert said(stream) == "set-up\n  first … N s\n  second … N s\nready after N s: all of it\n"


def test_elsewhere_it_is_one_line_in_all() -> None:
    stream = io.StringIO()
    work(Progress(stream))
    assert said(stream) == "set-up … ready after N s: all of it\n"


@pytest.mark.parametrize(("stream", "begun"), [(Terminal(), "set-up\n  first … \n"), (io.StringIO(), "set-up … \n")])
def test_what_goes_wrong_gets_a_line_of_its_own(stream: io.StringIO, begun: str) -> None:
    progress = Progress(stream)
    progress.begin("set-up")
    with pytest.raises(KeyboardInterrupt), progress.step("first"):
        raise KeyboardInterrupt
    progress.note("error: no")
    assert said(stream) == f"{begun}error: no\n"
