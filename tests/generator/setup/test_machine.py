import importlib.util
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.facts.toolchain import toolchain
from generator.node import Node
from generator.setup import machine
from generator.setup.checkout import Checkout
from tests.generator.programs import program

NODE = Node(Path("/bin/node"), "20.11.1")
MISSING = ToolError("Node.js is missing", fix="install it")


@dataclass
class Packages:
    """Notes what is to be installed; `works` says whether that succeeds, and `then` is what it brings."""

    works: bool
    then: Callable[[], None] = lambda: None
    asked: list[str] = field(default_factory=list)

    def __call__(self, name: str) -> bool:
        self.asked.append(name)
        self.then()
        return self.works


@dataclass
class Nodes:
    """Finds nothing until `there`."""

    there: bool = False

    def __call__(self) -> Node:
        if not self.there:
            raise MISSING
        return NODE

    def appear(self) -> None:
        self.there = True


@pytest.fixture(autouse=True)
def without_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("JSII_NODE", raising=False)


def test_a_node_that_is_there_is_taken() -> None:
    packages = Packages(works=True)
    assert machine.require_node(packages, Nodes(there=True)) == NODE
    assert packages.asked == []


def test_a_missing_node_is_installed_where_that_is_possible() -> None:
    nodes = Nodes()
    packages = Packages(works=True, then=nodes.appear)
    assert machine.require_node(packages, nodes) == NODE
    assert packages.asked == ["nodejs"]


def test_a_missing_node_is_named_where_it_cannot_be_installed() -> None:
    with pytest.raises(ToolError, match="is missing"):
        machine.require_node(Packages(works=False), Nodes())


@pytest.mark.parametrize("own", ["JSII_NODE", "PATH"])
def test_a_node_that_the_user_chose_is_not_replaced(own: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "node", "exit 1")
    if own == "JSII_NODE":
        monkeypatch.setenv("JSII_NODE", "/my/node")
        (tmp_path / "bin" / "node").unlink()
    packages = Packages(works=True)
    with pytest.raises(ToolError, match="is missing"):
        machine.require_node(packages, Nodes())
    assert packages.asked == []


@pytest.fixture
def debian_python(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """A Python of Debian's; called with whether `ensurepip` is there."""

    def has_ensurepip(there: bool) -> None:
        monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object() if there else None)

    monkeypatch.setattr(sys, "base_prefix", "/usr")
    has_ensurepip(False)
    return has_ensurepip


PACKAGE = f"python3.{sys.version_info.minor}-venv"


def test_pythons_missing_module_is_installed_where_that_is_possible(debian_python: Callable[[bool], None]) -> None:
    packages = Packages(works=True, then=lambda: debian_python(True))
    machine.require_venv(packages)
    assert packages.asked == [PACKAGE]


@pytest.mark.usefixtures("debian_python")
@pytest.mark.parametrize("works", [True, False])
def test_pythons_missing_module_is_named_where_installing_does_not_bring_it(works: bool) -> None:
    with pytest.raises(ToolError, match="`ensurepip` is missing") as raised:
        machine.require_venv(Packages(works=works))
    assert f"apt-get install {PACKAGE}" in raised.value.fix


@pytest.mark.usefixtures("debian_python")
def test_debians_package_is_not_installed_for_another_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/usr/local")
    packages = Packages(works=True)
    with pytest.raises(ToolError, match="`ensurepip` is missing"):
        machine.require_venv(packages)
    assert packages.asked == []


@pytest.mark.parametrize(("user", "succeeds", "installed"), [(0, True, True), (0, False, False), (1000, True, False)])
def test_only_root_installs_with_apt_get(
    user: int, succeeds: bool, installed: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    program(tmp_path / "bin" / "apt-get", f'echo "$@" >> {calls}; {"exit 0" if succeeds else "exit 100"}')
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert machine.install_debian_package("nodejs") == installed
    made = calls.read_text().splitlines() if calls.exists() else []
    assert made == ([] if user else ["--quiet update", "--quiet install --yes --no-install-recommends nodejs"])


def test_nobody_installs_where_there_is_no_apt_get(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert shutil.which("apt-get") is None
    assert not machine.install_debian_package("nodejs")


def test_too_little_room_is_told_before_anything_is_made(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, tmp_path / "not" / "there")
    needed = toolchain().checkout_mib + toolchain().cache_mib
    machine.require_room(checkout, lambda _folder: needed << 20)
    message = f"the disk of {tmp_path} has {needed - 1} MiB left; the set-up needs {needed}"
    with pytest.raises(ToolError, match=message):
        machine.require_room(checkout, lambda _folder: (needed << 20) - 1)
