from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import MisuseError
from generator.facts.toolchain import platform_name, toolchain
from generator.terraform.mirror import find_mirror

Fill = Callable[[Path], Path]


def packed(mirror: Path, version: str = toolchain().provider.version) -> Path:
    folder = mirror / toolchain().provider.address
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_{version}_{platform_name()}.zip").touch()
    return mirror


def unpacked(mirror: Path, version: str = toolchain().provider.version) -> Path:
    folder = mirror / toolchain().provider.address / version / platform_name()
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-aws_v{version}_x5").touch()
    return mirror


def elsewhere(tmp_path: Path, **variables: Path) -> dict[str, str]:
    """An environment in which every folder of convention is an empty one."""
    empty = str(tmp_path / "empty")
    found = {name: str(value) for name, value in variables.items()}
    return {"HOME": empty, "XDG_DATA_HOME": empty, "XDG_DATA_DIRS": empty} | found


@pytest.mark.parametrize("fill", [packed, unpacked])
def test_a_mirror_may_be_packed_or_unpacked(tmp_path: Path, fill: Fill) -> None:
    mirror = fill(tmp_path / "mirror")
    environment = elsewhere(tmp_path, TIDEGATE_PROVIDER_MIRROR=mirror)
    assert find_mirror(environment, shared=tmp_path / "empty") == mirror


def test_without_any_there_is_none(tmp_path: Path) -> None:
    assert find_mirror(elsewhere(tmp_path), shared=tmp_path / "empty") is None


@pytest.mark.parametrize(
    ("variable", "below"),
    [
        ("HOME", ".terraform.d/plugins"),
        ("XDG_DATA_HOME", "terraform/plugins"),
        ("XDG_DATA_DIRS", "terraform/plugins"),
    ],
)
def test_terraforms_own_folders_are_searched(tmp_path: Path, variable: str, below: str) -> None:
    mirror = unpacked(tmp_path / "base" / below)
    environment = elsewhere(tmp_path, **{variable: tmp_path / "base"})
    assert find_mirror(environment, shared=tmp_path / "empty") == mirror


def test_without_xdg_data_home_the_one_in_the_home_directory_is_meant(tmp_path: Path) -> None:
    mirror = unpacked(tmp_path / ".local" / "share" / "terraform" / "plugins")
    assert find_mirror({"HOME": str(tmp_path)}, shared=tmp_path / "empty") == mirror


def test_a_tree_one_level_under_the_shared_software_is_found(tmp_path: Path) -> None:
    unpacked(tmp_path / "shared" / "a" / "too-deep")
    unpacked(tmp_path / "shared" / "old", version="5.99.1")
    mirror = unpacked(tmp_path / "shared" / "plugins")
    assert find_mirror(elsewhere(tmp_path), shared=tmp_path / "shared") == mirror


@pytest.mark.parametrize("version", ["5.99.1", "6.0.0"])
@pytest.mark.parametrize("fill", [packed, unpacked])
def test_a_named_mirror_without_the_pinned_provider_is_refused(
    tmp_path: Path, fill: Callable[[Path, str], Path], version: str
) -> None:
    mirror = fill(tmp_path / "mirror", version)
    with pytest.raises(MisuseError, match=f"{mirror} does not hold registry.terraform.io/hashicorp/aws 5.100.0 for"):
        find_mirror(elsewhere(tmp_path, TIDEGATE_PROVIDER_MIRROR=mirror), shared=tmp_path / "empty")
