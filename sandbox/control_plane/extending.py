"""How a class of ours takes the place of one of moto's, without a change to moto."""

from importlib import import_module
from types import ModuleType
from typing import Any

from moto.backends import get_backend


def extend(service: str, backend: type | None = None, responses: dict[type, type] | None = None) -> None:
    """Has moto make `backend` for a service from now on, and answer with `responses` (moto's class -> ours)."""
    if backend:
        get_backend(service).backend = backend
    if responses:
        urls = urls_of(service)
        paths = urls.url_paths
        for path, handler in paths.items():
            theirs = getattr(handler, "__self__", None)
            if theirs in responses:
                paths[path] = getattr(responses[theirs], handler.__name__)


def urls_of(service: str) -> ModuleType:
    """The module that says which of moto's handlers serves which path."""
    return import_module(f"moto.{service}.urls")


class Extended:
    """Mixed into a backend of ours: the paths stay those of moto's service."""

    SERVICE: str

    @property
    def _url_module(self) -> Any:
        return urls_of(self.SERVICE)
