"""The steps of the set-up. Each leaves a mark when it is done, so that the next call takes up where one stopped."""

import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.cache import JSII_CACHE_VARIABLE
from generator.errors import ToolError
from generator.setup.checkout import Checkout
from generator.setup.faults import packages_fault
from generator.setup.process import ToolFailedError

_BINDINGS = "cdktf_cdktf_provider_aws"

Run = Callable[[Sequence[str | Path]], None]
"""Runs a command; raises ToolFailedError."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done (for people), how, and the file that says it is done, for what recipe."""

    title: str
    perform: Callable[[], None]
    mark: Path
    recipe: Callable[[], str]

    def is_done(self) -> bool:
        """Whether the mark is there and is about the recipe of today."""
        try:
            return self.mark.read_text(encoding="utf-8") == self.recipe()
        except OSError:
            return False

    def take(self) -> None:
        """Performs the step, and then marks it."""
        self.mark.unlink(missing_ok=True)
        self.perform()
        self.mark.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.mark.with_name(f"{self.mark.name}.new")
        unfinished.write_text(self.recipe(), encoding="utf-8")
        unfinished.replace(self.mark)


def steps(checkout: Checkout, jsii_cache: Path, run: Run) -> tuple[Step, ...]:
    """All steps in order. The first begins from nothing, and so takes the later ones' marks in `.venv` away."""
    count = len(re.findall(r"(?m)^\S+==", checkout.requirements.read_text(encoding="utf-8")))
    return (
        Step(
            f"{count} locked packages into .venv",
            lambda: install_packages(checkout, run),
            checkout.venv / ".packages",
            checkout.recipe,
        ),
        Step("byte code", lambda: compile_packages(checkout, run), checkout.venv / ".byte-code", checkout.recipe),
        Step(
            "jsii's package cache",
            lambda: warm_jsii(checkout, run),
            jsii_cache / ".warmed" / checkout.packages()[:16],
            checkout.packages,
        ),
    )


def install_packages(checkout: Checkout, run: Run) -> None:
    """Makes the virtual environment anew and installs the locked packages and Tidegate itself into it."""
    make_environment(checkout, run)
    pip: list[str | Path] = [checkout.python, "-m", "pip", "install", "--no-compile"]
    try:
        # The lock is complete, and it overrides two pins of checkov that a resolver would insist on.
        run([*pip, "--only-binary=:all:", "--no-deps", "--require-hashes", "--requirement", checkout.requirements])
        run([*pip, "--no-index", "--no-deps", "--no-build-isolation", "--editable", checkout.root])
    except ToolFailedError as failed:
        raise packages_fault(failed.output, checkout) from failed


def make_environment(checkout: Checkout, run: Run) -> None:
    """An empty virtual environment in the place of whatever was there."""
    # An activated environment may be the very one that is being replaced.
    python = getattr(sys, "_base_executable", sys.executable)
    try:
        run([python, "-m", "venv", "--clear", "--prompt", "tidegate", checkout.venv])
    except ToolFailedError as failed:
        said = failed.output.strip().splitlines() or ["without saying why"]
        raise ToolError(
            f"{python} cannot make a virtual environment: {said[-1]}", fix=f"remove {checkout.venv} and call again"
        ) from failed


def compile_packages(checkout: Checkout, run: Run) -> None:
    """Byte-compiles what is installed, on all cores; of the 2,135 AWS bindings only those that constructs use.

    pip would do it all on one core; and where PYTHONDONTWRITEBYTECODE is set, it would never be done later.
    """
    (packages,) = checkout.venv.glob("lib/python3*/site-packages")
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (checkout.root / "modules").rglob("*.py"))
    used = sorted(set(re.findall(rf"\b{_BINDINGS}\.(\w+)", sources)) | {"_jsii"})
    compile_all: list[str | Path] = [checkout.python, "-m", "compileall", "-q", "-j", "0"]
    run([*compile_all, "-x", rf"{_BINDINGS}[/\\]", packages])
    run([*compile_all, *(packages / _BINDINGS / name for name in used)])


def warm_jsii(checkout: Checkout, run: Run) -> None:
    """Lets jsii unpack and index its packages, which it would otherwise begin to do in every short run."""
    try:
        run([checkout.python, "-m", "generator.setup.warming"])
    except ToolFailedError as failed:
        raise ToolError(
            f"jsii does not start, or its index of the AWS bindings is not built; see {checkout.log}",
            fix=f"see whether Node.js runs and ${JSII_CACHE_VARIABLE}, where you set it, is writable; then call again",
        ) from failed
