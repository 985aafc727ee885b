import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cache import cache_directory
from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.executable import find_terraform
from generator.terraform.mirror import find_mirror

ROOT = Path(__file__).parents[3]

MIRRORED = """\
disable_checkpoint = true

provider_installation {
  filesystem_mirror {
    path    = "/mirrors/\\"of\\" ours"
    include = ["registry.terraform.io/hashicorp/aws"]
  }
  direct {
    exclude = ["registry.terraform.io/hashicorp/aws"]
  }
}
"""

USES_AWS = """\
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
"""


def test_with_a_mirror_the_provider_comes_from_nowhere_else(tmp_path: Path) -> None:
    file = write_cli_config(tmp_path / "new", Path('/mirrors/"of" ours'))
    assert file == tmp_path / "new" / "terraform.rc"
    assert file.read_text() == MIRRORED


def test_without_a_mirror_terraform_does_as_it_always_does(tmp_path: Path) -> None:
    assert write_cli_config(tmp_path, None).read_text() == "disable_checkpoint = true\n"


def test_terraform_inherits_credentials_and_nothing_that_bends_a_plan(tmp_path: Path) -> None:
    inherited = {
        "AWS_PROFILE": "orders",
        "HTTPS_PROXY": "http://proxy",
        "TF_CLI_ARGS": "-no-color",
        "TF_CLI_ARGS_plan": "-target=x",
        "TF_CLI_CONFIG_FILE": "/missing",
        "TF_DATA_DIR": "/data",
        "TF_PLUGIN_CACHE_DIR": "/plugins",
        "TF_REATTACH_PROVIDERS": "{}",
        "TF_WORKSPACE": "other",
    }
    environment = terraform_environment(tmp_path / "rc", inherited=inherited)
    assert environment == {
        "AWS_PROFILE": "orders",
        "CHECKPOINT_DISABLE": "1",
        "HTTPS_PROXY": "http://proxy",
        "TF_CLI_CONFIG_FILE": str(tmp_path / "rc"),
        "TF_INPUT": "0",
        "TF_IN_AUTOMATION": "1",
    }


def test_a_plugin_cache_is_made_and_named(tmp_path: Path) -> None:
    cache = tmp_path / "plugins"
    environment = terraform_environment(tmp_path / "rc", plugin_cache=cache, inherited={})
    assert cache.is_dir()
    assert environment["TF_PLUGIN_CACHE_DIR"] == str(cache)


@pytest.fixture
def initialised(tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """`terraform init` on the committed lock file, which it must not change."""
    (tmp_path / "main.tf").write_text(USES_AWS)
    shutil.copy(ROOT / ".terraform.lock.hcl", tmp_path)
    mirror = find_mirror()
    plugin_cache = None if mirror else cache_directory() / "plugins"
    environment = terraform_environment(write_cli_config(tmp_path, mirror), plugin_cache=plugin_cache)
    terraform = find_terraform(cache_directory())
    return subprocess.run(
        [terraform.path, "init", "-lockfile=readonly", "-no-color"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_committed_lock_file_admits_the_provider_that_is_found(
    initialised: subprocess.CompletedProcess[str], tmp_path: Path
) -> None:
    assert (initialised.returncode, initialised.stderr) == (0, "")
    assert "Terraform has been successfully initialized!" in initialised.stdout
    assert (tmp_path / ".terraform.lock.hcl").read_text() == (ROOT / ".terraform.lock.hcl").read_text()
