"""What a verifier answers, and to whom."""

import socket
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.data_plane.login import SOCKET_VARIABLE, Attempt, Verifier


def decide(attempt: Attempt) -> bool:
    if attempt.user == "breaks":
        raise KeyError(attempt.user)
    return attempt.token == "good"


@pytest.fixture
def path() -> Iterator[Path]:
    verifier = Verifier(decide)
    yield Path(verifier.variables[SOCKET_VARIABLE])
    verifier.close()


def ask(path: Path, message: bytes) -> bytes:
    """What comes back before the connection ends."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(str(path))
        connection.sendall(message)
        connection.shutdown(socket.SHUT_WR)
        return connection.recv(16)


def fields(*texts: str) -> bytes:
    return b"".join(struct.pack("=I", len(text)) + text.encode() for text in texts)


@pytest.mark.parametrize(
    ("user", "token", "answer"), [("anna", "good", b"y"), ("anna", "bad", b"n"), ("breaks", "good", b"n")]
)
def test_one_letter_says_who_may_come_in(path: Path, user: str, token: str, answer: bytes) -> None:
    assert ask(path, fields(user, "10.20.48.10", token)) == answer


@pytest.mark.parametrize("message", [b"", b"\x01", fields("anna", "10.20.48.10"), struct.pack("=I", 1 << 30)])
def test_what_cannot_be_read_gets_no_answer(path: Path, message: bytes) -> None:
    assert ask(path, message) == b""


def test_what_a_verifier_left_behind_that_was_killed_is_taken_over(tmp_path: Path) -> None:
    killed = socket.socket(socket.AF_UNIX)
    killed.bind(str(tmp_path / "login"))
    killed.close()
    verifier = Verifier(decide, tmp_path)
    assert ask(Path(verifier.variables[SOCKET_VARIABLE]), fields("anna", "10.20.48.10", "good")) == b"y"
    verifier.close()


@pytest.mark.parametrize("name", ["home", "a" * 110])
def test_the_socket_is_for_its_owner_alone_and_goes_with_the_verifier(tmp_path: Path, name: str) -> None:
    verifier = Verifier(decide, tmp_path / name)
    folder = Path(verifier.variables[SOCKET_VARIABLE]).parent
    assert (folder == tmp_path / name) is (name == "home")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    verifier.close()
    assert not folder.exists()


def test_a_token_is_not_shown() -> None:
    assert "good" not in repr(Attempt("anna", "10.20.48.10", "good"))
