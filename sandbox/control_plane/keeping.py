"""The control plane's state on disk: written shortly after it changed, and taken up again.

Every service's backends go into one pickle, because they refer to each other. It is written whole and put in place
by a rename, so that a crash leaves the previous state, which is at most about a second old.
"""

import marshal
import os
import pickle
import sys
import traceback
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Condition, Event, Thread
from time import monotonic
from types import FunctionType
from typing import Any
from weakref import WeakValueDictionary

import moto
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from moto.backends import get_backend
from moto.core.base_backend import BackendDict

from sandbox.control_plane.context import CONTEXT, LOCK

FORMAT = f"1 moto {moto.__version__} python {sys.version_info.major}.{sys.version_info.minor}"
FILE = "control-plane.pickle"
WAIT_SECONDS = 0.5
AGAIN_SECONDS = 5.0
SHARED = ("ahead", "members", "last_passed", "shipped")


class StateError(Exception):
    """A state that cannot be taken up; the message says what to do."""


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, RSAPrivateKey | EllipticCurvePrivateKey):
            return _key, (value.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),)
        if isinstance(value, Condition):
            # Nobody waits for it any more: a queue's readers ask again.
            return Condition, ()
        if isinstance(value, WeakValueDictionary):
            return WeakValueDictionary, (dict(value),)
        if isinstance(value, FunctionType) and "<lambda>" in value.__qualname__ and not value.__closure__:
            return _function, (marshal.dumps(value.__code__), value.__module__)
        return NotImplemented


def _key(der: bytes) -> Any:
    return load_der_private_key(der, password=None)


def _function(code: bytes, module: str) -> FunctionType:
    return FunctionType(marshal.loads(code), vars(import_module(module)))


def dump() -> bytes:
    """What every service knows, of all accounts and regions."""
    with LOCK:
        state = {
            "format": FORMAT,
            "services": {each.service_name: _flat(each) for each in BackendDict._instances},
            "shared": {name: getattr(CONTEXT, name) for name in SHARED},
        }
        out = BytesIO()
        _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(state)
        return out.getvalue()


def _flat(backends: Any) -> list[tuple[str, str, Any]]:
    return list(backends.iter_backends())


def load(text: bytes) -> None:
    """Takes up what `dump` gave. Raises StateError."""
    try:
        state = pickle.loads(text)
    except Exception as error:  # whatever a damaged file does
        raise StateError(f"the state cannot be read: {error!r}") from error
    if state.get("format") != FORMAT:
        raise StateError(f"the state was written by another version: {state.get('format')}, not {FORMAT}")
    with LOCK:
        for service, kept in state["services"].items():
            for account, region, backend in kept:
                dict.__setitem__(_backends(service)[account], region, backend)
        for name, value in state["shared"].items():
            setattr(CONTEXT, name, value)


def _backends(service: str) -> Any:
    return get_backend(service)


class Keeper:
    """Keeps the state in a folder. Reads it when made; raises StateError."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self._changed, self._closed = Event(), Event()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._file.exists():
            try:
                load(self._file.read_bytes())
            except StateError as error:
                raise StateError(f"{self._file}: {error}; delete the folder to begin anew") from error
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def changed(self) -> None:
        """Something changed: it is on disk shortly."""
        self._changed.set()

    def close(self) -> None:
        """Writes what is not on disk yet."""
        self._closed.set()
        self._changed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closed.is_set():
            self._changed.wait()
            self._closed.wait(WAIT_SECONDS)
            self._changed.clear()
            began = monotonic()
            self._write()
            # A state that takes long to write is written less often.
            self._closed.wait(3 * (monotonic() - began))
        self._write()

    def _write(self) -> None:
        draft = self._file.with_suffix(".new")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                out.write(dump())
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self._file)
        except Exception:  # a full disk, or something that cannot be written: the next change tries again
            sys.stderr.write(f"the state is not kept: {traceback.format_exc()}\n")
            self._changed.set()
            self._closed.wait(AGAIN_SECONDS)
