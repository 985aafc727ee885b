"""What a spec's path may lead to."""

import os
from pathlib import Path

import pytest

from generator.findings import Finding
from generator.spec.loading import load
from tests.generator.spec.specs import SMALLEST


def refusal(file: str, message: str, fix: str) -> Finding:
    return Finding(rule="SPEC001", severity="error", message=message, fix=fix, source="docs/spec.md", file=file)


def test_a_file_is_loaded_under_the_name_that_it_is_shown_as(tmp_path: Path) -> None:
    file = tmp_path / "smallest.yaml"
    file.write_text(SMALLEST)

    loaded = load(file, shown_as="environments/smallest.yaml")

    assert loaded.findings == []
    assert loaded.document is not None
    assert loaded.environment is not None
    assert loaded.document.file == "environments/smallest.yaml"
    assert loaded.document.position(("network", "cidr")) == (7, 9)


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.yaml", shown_as="none.yaml")

    assert loaded.findings == [refusal("none.yaml", "there is no such file", "check the name")]


def test_a_folder_is_a_finding(tmp_path: Path) -> None:
    assert load(tmp_path, shown_as="x").findings == [refusal("x", "this is a folder, not a file", "name a spec file")]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(device: str) -> None:
    findings = load(Path(device)).findings

    assert findings == [refusal(device, "this is a pipe or a device, not a file", "name a spec file")]


def test_a_pipe_that_nobody_writes_to_does_not_stall(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)

    findings = load(pipe, shown_as="pipe.yaml").findings

    assert findings == [refusal("pipe.yaml", "this is a pipe or a device, not a file", "name a spec file")]


def test_a_link_that_leads_to_itself_is_a_finding(tmp_path: Path) -> None:
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)

    (found,) = load(link, shown_as="loop.yaml").findings

    assert found.message == "the file cannot be read: Too many levels of symbolic links"


def test_a_name_that_no_file_can_have_is_a_finding() -> None:
    (found,) = load(Path("a\0b.yaml"), shown_as="x").findings

    assert found.message == "the file cannot be read: embedded null byte"


def test_a_file_of_ten_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        stream.truncate(10_000_000)

    (found,) = load(file, shown_as="large.yaml").findings

    assert (found.rule, found.message) == ("SPEC002", "the file has more than 256 KiB, which no spec has")
