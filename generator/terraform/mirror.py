"""Finds a local mirror of the AWS provider, so that a plan needs no registry. Stdlib alone."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.errors import MisuseError
from generator.facts.toolchain import platform_name, toolchain

MIRROR_VARIABLE = "TIDEGATE_PROVIDER_MIRROR"
SHARED_SOFTWARE = Path("/opt")
"""Where a machine's administrators put software; each folder in it may be a mirror."""


def find_mirror(environment: Mapping[str, str] = os.environ, *, shared: Path = SHARED_SOFTWARE) -> Path | None:
    """The first filesystem mirror that holds the pinned provider for this platform; None where there is none.

    Looks at $TIDEGATE_PROVIDER_MIRROR alone where it is set, else into the folders that Terraform itself searches
    (https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories), then one
    level under `shared`. Raises MisuseError where $TIDEGATE_PROVIDER_MIRROR does not hold the provider.
    """
    named = environment.get(MIRROR_VARIABLE)
    if not named:
        return next(filter(_holds_provider, _conventional(environment, shared)), None)
    mirror = Path(named).expanduser().absolute()
    if not _holds_provider(mirror):
        needed = toolchain().provider
        raise MisuseError(
            f"{MIRROR_VARIABLE}={named} does not hold {needed.address} {needed.version} for {platform_name()}",
            fix=f"fill it with `terraform providers mirror {named}`, or unset {MIRROR_VARIABLE}",
        )
    return mirror


def _conventional(environment: Mapping[str, str], shared: Path) -> Iterator[Path]:
    home = environment.get("HOME")
    data_home = environment.get("XDG_DATA_HOME") or (home and f"{home}/.local/share")
    if home:
        yield Path(home, ".terraform.d", "plugins")
    if data_home:
        yield Path(data_home, "terraform", "plugins")
    for folder in (environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        yield Path(folder, "terraform", "plugins")
    yield from sorted(registry.parent for registry in shared.glob("*/registry.terraform.io"))


def _holds_provider(mirror: Path) -> bool:
    """Whether the provider is there in one of the two layouts of a filesystem mirror: unpacked or packed."""
    provider, platform = toolchain().provider, platform_name()
    folder = mirror / provider.address
    name = provider.address.rpartition("/")[2]
    packed = folder / f"terraform-provider-{name}_{provider.version}_{platform}.zip"
    unpacked = folder / provider.version / platform
    return mirror.is_absolute() and (packed.is_file() or any(unpacked.glob(f"terraform-provider-{name}_*")))
