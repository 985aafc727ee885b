from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.terraform.executable import Terraform, find_terraform
from tests.generator.programs import program, terraform
from tests.generator.terraform.releases import PATH, PLATFORM, VERSION, archive, pinned, serving

UNREACHABLE = {"TIDEGATE_TERRAFORM_RELEASES": "http://127.0.0.1:1"}


def on_path(*folders: Path) -> dict[str, str]:
    return {"PATH": ":".join(map(str, folders)), **UNREACHABLE}


@pytest.mark.parametrize("version", ["1.11.0", "1.11.4", "1.99.0"])
def test_a_terraform_on_the_path_that_fits_is_taken(tmp_path: Path, version: str) -> None:
    path = terraform(tmp_path / "bin", version)
    assert find_terraform(tmp_path / "cache", environment=on_path(tmp_path / "bin")) == Terraform(path, version)


def test_one_that_does_not_fit_is_passed_over(tmp_path: Path) -> None:
    terraform(tmp_path / "old", "1.10.5")
    program(tmp_path / "broken" / "terraform", "exit 1")
    path = terraform(tmp_path / "good", "1.12.2")
    environment = on_path(tmp_path / "none", tmp_path / "old", tmp_path / "broken", tmp_path / "good")
    assert find_terraform(tmp_path / "cache", environment=environment) == Terraform(path, "1.12.2")


def test_arguments_that_the_user_gives_every_call_do_not_reach_it(tmp_path: Path) -> None:
    path = terraform(tmp_path / "bin", "1.11.4")
    environment = on_path(tmp_path / "bin") | {"TF_CLI_ARGS": "-no-such-flag", "TF_CLI_CONFIG_FILE": "/missing"}
    assert find_terraform(tmp_path / "cache", environment=environment) == Terraform(path, "1.11.4")


def test_without_one_the_release_is_downloaded_once(tmp_path: Path) -> None:
    content = archive()
    terraform(tmp_path / "bin", "2.0.0")
    with serving({PATH: content}) as (url, asked):
        environment = on_path(tmp_path / "bin") | {"TIDEGATE_TERRAFORM_RELEASES": f"{url}/"}
        found = [find_terraform(tmp_path / "cache", environment=environment, needed=pinned(content)) for _ in range(2)]
    kept = tmp_path / "cache" / "terraform" / VERSION / PLATFORM / "terraform"
    assert found == [Terraform(kept, VERSION)] * 2
    assert asked == [PATH]


def test_a_kept_release_that_no_longer_runs_is_downloaded_again(tmp_path: Path) -> None:
    content = archive()
    kept = program(tmp_path / "terraform" / VERSION / PLATFORM / "terraform", "exit 1")
    with serving({PATH: content}) as (url, _):
        environment = {"PATH": "", "TIDEGATE_TERRAFORM_RELEASES": url}
        found = find_terraform(tmp_path, environment=environment, needed=pinned(content))
    assert found == Terraform(kept, VERSION)


def test_with_neither_the_error_says_what_was_found_and_what_failed(tmp_path: Path) -> None:
    path = terraform(tmp_path / "bin", "1.5.7")
    with pytest.raises(ToolError) as raised:
        find_terraform(tmp_path / "cache", environment=on_path(tmp_path / "bin"))
    message = str(raised.value)
    assert message.startswith(f"there is no Terraform >= 1.11, < 2 on the PATH (found: 1.5.7 at {path}), and cannot ")
    assert "http://127.0.0.1:1/1.11.4/" in message
