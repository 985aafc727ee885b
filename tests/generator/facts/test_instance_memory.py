"""The facts about what an instance class has."""

import pytest

from generator.facts.instance_memory import Capacity, UnknownInstanceClassError, capacity, known_classes

GIB = 1024**3


def test_a_class_has_the_numbers_of_its_ec2_type() -> None:
    assert capacity("db.r6gd.xlarge") == Capacity(
        vcpus=4,
        memory=32 * GIB,
        local_storage=237_000_000_000,
        network=156_250_000,
        storage_bandwidth=593_750_000,
    )


@pytest.mark.parametrize(
    ("instance_class", "vcpus", "memory_gib"),
    [
        ("db.c6gd.medium", 1, 2),
        ("db.m5d.large", 2, 8),
        ("db.m8gd.48xlarge", 192, 768),
        ("db.r5d.24xlarge", 96, 768),
        ("db.x2iedn.32xlarge", 128, 4096),
    ],
)
def test_memory_follows_from_size_and_family(instance_class: str, vcpus: int, memory_gib: int) -> None:
    found = capacity(instance_class)
    assert (found.vcpus, found.memory) == (vcpus, memory_gib * GIB)


@pytest.mark.parametrize("instance_class", known_classes())
def test_a_class_has_a_local_disk_and_bandwidths(instance_class: str) -> None:
    found = capacity(instance_class)
    assert min(found.local_storage, found.network, found.storage_bandwidth) > 0


@pytest.mark.parametrize("instance_class", ["db.t3.micro", "db.r6gd.24xlarge", "db.r6gd", "r6gd.xlarge", ""])
def test_a_class_without_numbers_is_refused(instance_class: str) -> None:
    with pytest.raises(UnknownInstanceClassError, match="no memory and bandwidths are known"):
        capacity(instance_class)
