"""How Terraform is called: its own configuration file, and an environment that nothing of the user's bends."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from generator.facts.toolchain import toolchain

_BENDING = ("TF_DATA_DIR", "TF_PLUGIN_CACHE_DIR", "TF_REATTACH_PROVIDERS", "TF_WORKSPACE")
"""Variables that make Terraform work on other data, or with another provider, than the plan says."""

_DIRECT = """\
disable_checkpoint = true
"""

_MIRROR = """\
disable_checkpoint = true

provider_installation {{
  filesystem_mirror {{
    path    = {path}
    include = [{address}]
  }}
  direct {{
    exclude = [{address}]
  }}
}}
"""


def write_cli_config(folder: Path, mirror: Path | None) -> Path:
    """Writes `terraform.rc` into `folder` (made if need be) and returns its path.

    The provider comes from `mirror` alone; without one, Terraform asks its registry.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "terraform.rc"
    text = _DIRECT
    if mirror:
        path = json.dumps(str(mirror.absolute()), ensure_ascii=False)
        text = _MIRROR.format(path=path, address=json.dumps(toolchain().provider.address))
    file.write_text(text, encoding="utf-8")
    return file


def terraform_environment(
    cli_config: Path, *, plugin_cache: Path | None = None, inherited: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment for a `terraform` process, made from `inherited`.

    `plugin_cache` (made if need be) keeps a provider that came from the registry; a mirror needs none. What would
    add arguments (TF_CLI_ARGS…) or bend the plan otherwise is left out; credentials and proxies stay.
    """
    environment = {
        name: value for name, value in inherited.items() if not name.startswith("TF_CLI_ARGS") and name not in _BENDING
    }
    environment |= {
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": str(cli_config.absolute()),
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
    }
    if plugin_cache:
        plugin_cache.mkdir(parents=True, exist_ok=True)
        environment["TF_PLUGIN_CACHE_DIR"] = str(plugin_cache.absolute())
    return environment
