import socket
from pathlib import Path

import pytest

from generator.errors import ToolError
from generator.facts.toolchain import TerraformRelease
from generator.terraform.release import download
from tests.generator.terraform.releases import PATH, PLATFORM, VERSION, archive, pinned, serving


def release_at(url: str, content: bytes) -> TerraformRelease:
    return pinned(content, url).terraform_release


def assert_nothing_is_left(folder: Path) -> None:
    assert list(folder.iterdir()) == []


def test_a_release_with_the_pinned_checksum_is_unpacked(tmp_path: Path) -> None:
    content = archive()
    with serving({PATH: content}) as (url, asked):
        path = download(release_at(url, content), PLATFORM, tmp_path / "new" / "folder")
    assert path == tmp_path / "new" / "folder" / "terraform"
    assert path.stat().st_mode & 0o777 == 0o755
    assert list(path.parent.iterdir()) == [path]
    assert asked == [PATH]


def test_a_release_with_another_checksum_is_refused(tmp_path: Path) -> None:
    with serving({PATH: archive("1.11.5")}) as (url, _), pytest.raises(ToolError, match="its SHA-256 is") as raised:
        download(release_at(url, archive()), PLATFORM, tmp_path)
    assert "is not the release that is pinned" in str(raised.value)
    assert_nothing_is_left(tmp_path)


def test_an_older_executable_stays_where_the_new_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "terraform").write_text("old")
    with serving({PATH: b"not it"}) as (url, _), pytest.raises(ToolError):
        download(release_at(url, archive()), PLATFORM, tmp_path)
    assert (tmp_path / "terraform").read_text() == "old"


def test_a_truncated_download_is_refused(tmp_path: Path) -> None:
    content = archive()
    with serving({PATH: content[:-20]}, promised=20) as (url, _), pytest.raises(ToolError):
        download(release_at(url, content), PLATFORM, tmp_path)
    assert_nothing_is_left(tmp_path)


def test_a_release_that_is_not_there_is_named(tmp_path: Path) -> None:
    with serving({}) as (url, _), pytest.raises(ToolError, match=r"cannot download .*: Not Found") as raised:
        download(release_at(url, archive()), PLATFORM, tmp_path)
    assert PATH in str(raised.value)
    assert raised.value.fix.startswith(f"install Terraform {VERSION} yourself")
    assert_nothing_is_left(tmp_path)


def test_an_unreachable_server_is_named(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(ToolError, match=f"cannot download {url}.*refused"):
            download(release_at(url, archive()), PLATFORM, tmp_path)
    assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("content", [b"no zip", archive(member="LICENSE.txt")])
def test_an_archive_without_terraform_is_refused(tmp_path: Path, content: bytes) -> None:
    with serving({PATH: content}) as (url, _), pytest.raises(ToolError, match="no archive with a `terraform` in it"):
        download(release_at(url, content), PLATFORM, tmp_path)
    assert_nothing_is_left(tmp_path)


def test_a_platform_without_a_pinned_checksum_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"no pinned Terraform 1\.11\.4 for plan9_386"):
        download(release_at("http://localhost:9", archive()), "plan9_386", tmp_path)
