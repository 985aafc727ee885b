"""The same as `rendering`, with CDKTF imported as its documentation says: the bindings' whole package and index."""

import os
import sys
import types
from pathlib import Path

from generator.cache import JSII_CACHE_VARIABLE, jsii_cache_directory


def load_as_documented() -> None:
    """Puts a module without effect in the place of `modules._lazy_bindings`; to be called before `modules` is loaded.

    jsii keeps the cache that the set-up has filled, so that both ways start with the same index.
    """
    assert "modules" not in sys.modules
    stand_in = types.ModuleType("modules._lazy_bindings")
    stand_in.__dict__["prepare"] = lambda: None
    sys.modules[stand_in.__name__] = stand_in
    os.environ.setdefault(JSII_CACHE_VARIABLE, str(jsii_cache_directory()))
    os.environ["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "18,20,22"


if __name__ == "__main__":
    load_as_documented()

    from tests.benchmarks.programs.rendering import digest_of_renders

    sys.stdout.write(f"{digest_of_renders([Path(argument) for argument in sys.argv[1:]])}\n")
