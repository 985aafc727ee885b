"""The tools beside Python that Tidegate needs, and the room they take. The set-up reads this: stdlib alone."""

import json
import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("toolchain.json")
_MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True)
class TerraformRelease:
    """A release to download where no Terraform fits: `sha256` of its zip by platform (`linux_amd64`)."""

    version: str
    url: str
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Provider:
    """A Terraform provider: `address` is `<host>/<namespace>/<name>`."""

    address: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolchain:
    """What the machine has to offer. Versions are as people write them; room is in MiB."""

    node_minimum: str
    terraform_minimum: str
    terraform_below: str
    terraform_release: TerraformRelease
    provider: Provider
    checkout_mib: int
    cache_mib: int


@cache
def toolchain() -> Toolchain:
    """The facts of `toolchain.json`."""
    facts = json.loads(_FILE.read_text(encoding="utf-8"))
    release, provider, room = facts["terraform_release"], facts["provider"], facts["room_mib"]
    return Toolchain(
        node_minimum=facts["node"]["minimum"],
        terraform_minimum=facts["terraform"]["minimum"],
        terraform_below=facts["terraform"]["below"],
        terraform_release=TerraformRelease(release["version"], release["url"], release["sha256"]),
        provider=Provider(provider["address"], provider["version"]),
        checkout_mib=room["checkout"],
        cache_mib=room["cache"],
    )


def version_of(text: str) -> tuple[int, ...]:
    """The numbers of a version, to be compared: `v20.11.1-rc.2` is (20, 11, 1); () where there are none."""
    found = re.match(r"v?(\d+(?:\.\d+)*)", text.strip())
    return tuple(int(number) for number in found[1].split(".")) if found else ()


def platform_name() -> str:
    """This machine in HashiCorp's words, such as `linux_amd64`."""
    machine = platform.machine().lower()
    return f"{platform.system().lower()}_{_MACHINES.get(machine, machine)}"
