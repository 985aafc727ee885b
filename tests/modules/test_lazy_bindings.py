"""Loading the bindings lazily saves most of the time, and changes no byte of a render."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from modules._lazy_bindings import prepare

ROOT = Path(__file__).parents[2]
SPEC = "environments/eu-west-1.yaml"
COUNT_BINDINGS = """
import sys
import generator.synth.rendering
import cdktf_cdktf_provider_aws
assert not hasattr(cdktf_cdktf_provider_aws, "KmsKey")
print(len({name.split(".")[1] for name in sys.modules if name.startswith("cdktf_cdktf_provider_aws.")}))
"""


def output_of(*arguments: str) -> str:
    """What this Python prints, run in the checkout with `arguments`."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_render_has_the_same_bytes_as_with_bindings_loaded_as_documented() -> None:
    lazy = output_of("-m", "tests.benchmarks.programs.rendering", SPEC)
    assert re.fullmatch("[0-9a-f]{64}", lazy)
    assert output_of("-m", "tests.benchmarks.programs.as_documented", SPEC) == lazy


def test_a_render_loads_the_bindings_that_constructs_name_and_few_others() -> None:
    """The package has more than 1,500 modules; the constructs use about fifty."""
    assert int(output_of("-c", COUNT_BINDINGS)) < 100


@pytest.mark.slow
def test_the_documented_way_loads_all_of_them() -> None:
    """Else the comparison of the two ways would compare one with itself."""
    script = "from tests.benchmarks.programs.as_documented import load_as_documented as load; load()\n"
    with_everything = script + COUNT_BINDINGS.replace("assert not hasattr", "assert hasattr").replace(
        "KmsKey", "kms_key"
    )
    assert int(output_of("-c", with_everything)) > 1500


def test_preparing_again_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODE_OPTIONS", "--no-deprecation")
    prepare()
    prepare()
    options = os.environ["NODE_OPTIONS"]
    assert options.startswith('--no-deprecation --require "')
    assert options.count("lazy_index.cjs") == 1
