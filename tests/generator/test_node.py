from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.node import Node, find_node
from tests.generator.programs import program


def test_the_node_on_the_path_is_found(tmp_path: Path) -> None:
    path = program(tmp_path / "node", "echo v20.11.1")
    assert find_node({"PATH": str(tmp_path)}) == Node(path, "20.11.1")


def test_the_node_that_jsii_is_told_to_use_comes_first(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "node", "echo v20.11.1")
    other = program(tmp_path / "other" / "node24", "echo v24.1.0")
    assert find_node({"PATH": str(tmp_path / "bin"), "JSII_NODE": str(other)}) == Node(other, "24.1.0")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo v16.20.2", "Node.js 16.20.2 at .* is too old: 18.20 is the oldest that works"),
        ("echo v18.19.1", "Node.js 18.19.1 at .* is too old"),
        ("exit 127", "does not run"),
        ("echo hello", "does not run"),
    ],
)
def test_a_node_that_does_not_serve_is_refused(tmp_path: Path, script: str, message: str) -> None:
    program(tmp_path / "node", script)
    with pytest.raises(ToolError, match=message) as raised:
        find_node({"PATH": str(tmp_path)})
    assert raised.value.fix == "install Node.js 18.20 or newer, or set JSII_NODE to the path of one"


def test_a_missing_node_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="there is no 'node' on the PATH"):
        find_node({"PATH": str(tmp_path)})
