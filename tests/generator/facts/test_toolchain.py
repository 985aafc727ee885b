import platform
import re
from pathlib import Path

import pytest

from generator.facts.toolchain import platform_name, toolchain, version_of

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("v20.11.1-rc.2", (20, 11, 1)), ("1.11", (1, 11)), ("2\n", (2,)), ("1.12.0-beta1", (1, 12, 0)), ("none", ())],
)
def test_a_version_is_read_as_numbers(text: str, numbers: tuple[int, ...]) -> None:
    assert version_of(text) == numbers


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("Linux", "x86_64", "linux_amd64"),
        ("Darwin", "arm64", "darwin_arm64"),
        ("Linux", "aarch64", "linux_arm64"),
        ("Linux", "riscv64", "linux_riscv64"),
    ],
)
def test_platforms_are_named_as_hashicorp_names_them(
    system: str, machine: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert platform_name() == name


def test_the_pinned_release_fits_the_versions_that_are_asked_for() -> None:
    facts = toolchain()
    pinned = version_of(facts.terraform_release.version)
    assert version_of(facts.terraform_minimum) <= pinned < version_of(facts.terraform_below)
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in facts.terraform_release.sha256.values())


def test_the_lock_file_is_about_the_pinned_provider() -> None:
    lock = (ROOT / ".terraform.lock.hcl").read_text(encoding="utf-8")
    provider = toolchain().provider
    assert re.findall(r'provider "(.+)"', lock) == [provider.address]
    assert re.findall(r'(?:version|constraints)\s+= "(.+)"', lock) == [provider.version, provider.version]
