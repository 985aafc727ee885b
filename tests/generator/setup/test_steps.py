import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.setup.checkout import Checkout
from generator.setup.process import ToolFailedError
from generator.setup.steps import Step, steps
from tests.generator.setup.checkouts import small_checkout


@dataclass
class Tools:
    """Stands in for venv and pip: notes each command, leaves what it would leave; stops at the one with `fails`."""

    checkout: Checkout
    fails: str | None = None
    error: BaseException = field(default_factory=KeyboardInterrupt)
    commands: list[str] = field(default_factory=list)

    def __call__(self, command: Sequence[str | Path]) -> None:
        said = " ".join(map(str, command)).replace(f"{self.checkout.root}/", "").replace(sys.executable, "python3")
        if self.fails and self.fails in said:
            raise self.error
        if "-m venv" in said:
            self.make_environment()
        self.commands.append(said)

    def make_environment(self) -> None:
        for mark in self.checkout.venv.glob(".[a-z]*"):
            mark.unlink()
        (self.checkout.venv / "lib" / "python3.11" / "site-packages").mkdir(parents=True, exist_ok=True)
        self.checkout.python.parent.mkdir(exist_ok=True)
        self.checkout.python.touch()


PIP = ".venv/bin/python -m pip install --no-compile"
COMPILE = ".venv/bin/python -m compileall -q -j 0"
PACKAGES = ".venv/lib/python3.11/site-packages"
INSTALL = [
    f"{PIP} --only-binary=:all: --no-deps --require-hashes --requirement requirements.lock",
    f"{PIP} --no-index --no-deps --no-build-isolation --editable ",
]
WARM = [
    rf"{COMPILE} -x cdktf_cdktf_provider_aws[/\\] {PACKAGES}",
    f"{COMPILE} {PACKAGES}/cdktf_cdktf_provider_aws/_jsii {PACKAGES}/cdktf_cdktf_provider_aws/kms_key "
    f"{PACKAGES}/cdktf_cdktf_provider_aws/vpc",
    ".venv/bin/python -m generator.setup.warming",
]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return small_checkout(tmp_path)


def pending(checkout: Checkout, tools: Tools) -> list[Step]:
    return [step for step in steps(checkout, checkout.cache / "jsii", tools) if not step.is_done()]


def set_up(checkout: Checkout, tools: Tools) -> None:
    for step in pending(checkout, tools):
        step.take()


def without_python(commands: Sequence[str], checkout: Checkout) -> list[str]:
    """The commands without the system's Python before `-m venv`, and without the checkout's own path."""
    return [f"-m {c.partition(' -m ')[2]}" if "-m venv" in c else c.replace(str(checkout.root), "") for c in commands]


def test_a_bare_clone_takes_every_step(checkout: Checkout) -> None:
    tools = Tools(checkout)
    set_up(checkout, tools)
    assert without_python(tools.commands, checkout) == [
        "-m venv --clear --prompt tidegate .venv",
        *INSTALL,
        *WARM,
    ]


def test_a_second_call_takes_none(checkout: Checkout) -> None:
    set_up(checkout, Tools(checkout))
    assert pending(checkout, Tools(checkout)) == []


def test_the_first_step_says_how_many_packages_it_installs(checkout: Checkout) -> None:
    titles = [step.title for step in pending(checkout, Tools(checkout))]
    assert titles == ["2 locked packages into .venv", "byte code", "jsii's package cache"]


@pytest.mark.parametrize("interrupted_at", ["-m venv", "--require-hashes", "--editable"])
def test_an_installation_that_was_interrupted_begins_from_nothing(checkout: Checkout, interrupted_at: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        set_up(checkout, Tools(checkout, fails=interrupted_at))
    tools = Tools(checkout)
    set_up(checkout, tools)
    assert "-m venv --clear" in tools.commands[0]
    assert len(tools.commands) == 6


@pytest.mark.parametrize(("interrupted_at", "left"), [("-x", WARM), ("vpc", WARM), ("warming", WARM[2:])])
def test_what_was_done_before_an_interruption_is_not_done_again(
    checkout: Checkout, interrupted_at: str, left: list[str]
) -> None:
    with pytest.raises(KeyboardInterrupt):
        set_up(checkout, Tools(checkout, fails=interrupted_at))
    tools = Tools(checkout)
    set_up(checkout, tools)
    assert tools.commands == left


def test_other_locked_packages_make_the_environment_anew(checkout: Checkout) -> None:
    set_up(checkout, Tools(checkout))
    checkout.requirements.write_text("six==1.16.0 --hash=sha256:00\n")
    tools = Tools(checkout)
    set_up(checkout, tools)
    assert len(tools.commands) == 6


def test_a_cache_that_was_thrown_away_is_filled_again(checkout: Checkout) -> None:
    set_up(checkout, Tools(checkout))
    for mark in (checkout.cache / "jsii" / ".warmed").iterdir():
        mark.unlink()
    tools = Tools(checkout)
    set_up(checkout, tools)
    assert tools.commands == WARM[2:]


@pytest.mark.parametrize(
    ("fails", "message"),
    [
        ("-m venv", "cannot make a virtual environment: the last line"),
        ("--require-hashes", "pip failed: without saying why"),
        ("warming", "jsii does not start, or its index"),
    ],
)
def test_a_tool_that_fails_is_named_in_one_line(checkout: Checkout, fails: str, message: str) -> None:
    error = ToolFailedError(["tool"], "first\nthe last line\n")
    with pytest.raises(ToolError, match=message) as raised:
        set_up(checkout, Tools(checkout, fails=fails, error=error))
    assert "\n" not in f"{raised.value}{raised.value.fix}"
