"""Lets Python and Node load only the AWS bindings that are used.

As documented, importing one construct runs a package initialiser that imports 2,135 modules, and Node loads
the provider's whole index. The rendered bytes are the same either way; a test compares them.
"""

import importlib.util
import os
import sys
import types
from pathlib import Path

from generator.cache import JSII_CACHE_VARIABLE, jsii_cache_directory
from modules._type_hints import remember_type_hints

_PACKAGE = "cdktf_cdktf_provider_aws"
_NODE_HOOK = Path(__file__).with_name("lazy_index.cjs")


def prepare() -> None:
    """Prepares this process; to be called before `jsii` or the bindings are imported, and any number of times."""
    if _PACKAGE not in sys.modules:
        _install_bare_package()
        remember_type_hints()
    hook = f'--require "{_NODE_HOOK.as_posix()}"'
    options = os.environ.get("NODE_OPTIONS", "")
    if hook not in options:
        os.environ["NODE_OPTIONS"] = f"{options} {hook}".strip()
    os.environ.setdefault(JSII_CACHE_VARIABLE, str(jsii_cache_directory()))
    # jsii prints a banner of ten lines on every run with a Node that is no longer maintained.
    os.environ.setdefault("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "18,20,22")


def _install_bare_package() -> None:
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        raise ImportError(f"{_PACKAGE} is not installed")
    package = types.ModuleType(_PACKAGE)
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules[_PACKAGE] = package
