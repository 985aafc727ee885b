"""What a member of each instance class has: CPUs, memory, local storage and bandwidths."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

_FILE = Path(__file__).with_name("instance_memory.yaml")
_SMALL_SIZES = {"medium": 1, "large": 2, "xlarge": 4}
_GIB = 1024**3
_GB = 1000**3
_MB = 1000**2
_BITS_PER_BYTE = 8


class UnknownInstanceClassError(ValueError):
    """An instance class that Tidegate has no numbers for."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one member of a class has; sizes in bytes, bandwidths in bytes a second.

    `network` is the baseline that the class can always use, `storage_bandwidth` the most that it moves to and
    from its EBS volumes.
    """

    vcpus: int
    memory: int
    local_storage: int
    network: int
    storage_bandwidth: int


class _Family(TypedDict):
    memory_gib_per_vcpu: int
    sizes: dict[str, tuple[float, int, float]]


def capacity(instance_class: str) -> Capacity:
    """The capacity of `db.<family>.<size>`.

    Raises UnknownInstanceClassError for a class without numbers in `instance_memory.yaml`, which also names the
    sources.
    """
    _, _, rest = instance_class.partition("db.")
    family_name, _, size = rest.partition(".")
    family = _families().get(family_name)
    if family is None or size not in family["sizes"]:
        raise UnknownInstanceClassError(f"{instance_class}: no memory and bandwidths are known of this class")
    gigabits, local_gb, storage_mb = family["sizes"][size]
    vcpus = _vcpus(size)
    return Capacity(
        vcpus=vcpus,
        memory=vcpus * family["memory_gib_per_vcpu"] * _GIB,
        local_storage=local_gb * _GB,
        network=round(gigabits * _GB / _BITS_PER_BYTE),
        storage_bandwidth=round(storage_mb * _MB),
    )


def known_classes() -> tuple[str, ...]:
    """All classes with numbers, sorted."""
    return tuple(sorted(f"db.{family}.{size}" for family, facts in _families().items() for size in facts["sizes"]))


def _vcpus(size: str) -> int:
    return _SMALL_SIZES.get(size) or _SMALL_SIZES["xlarge"] * int(size.removesuffix("xlarge"))


@cache
def _families() -> dict[str, _Family]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    families: dict[str, _Family] = yaml.load(_FILE.read_bytes(), loader)["families"]
    return families
