"""A checkout small enough to be set up in a test: no package is locked."""

import shutil
from pathlib import Path

from generator.setup.checkout import Checkout

ROOT = Path(__file__).parents[3]


def small_checkout(folder: Path) -> Checkout:
    """A checkout with Tidegate's own `pyproject.toml`, whose constructs use two of the AWS bindings."""
    (folder / "modules" / "part").mkdir(parents=True)
    (folder / "build").mkdir()
    (folder / "requirements.lock").write_text("rich==15.0.0 \\\n    --hash=sha256:00\nsix==1.17.0 --hash=sha256:00\n")
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "modules" / "part" / "part.py").write_text(
        "from cdktf_cdktf_provider_aws.vpc import Vpc\nfrom cdktf_cdktf_provider_aws.kms_key import KmsKey\n"
    )
    return Checkout(folder, folder / "cache")
