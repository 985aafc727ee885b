"""What can be ordered: a version, a class and a storage type that go together in a Multi-AZ DB cluster."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from sandbox.control_plane.rds.facts import classes_in, facts

STORAGE = ("io1", "io2", "gp3")


def orderable(
    region: str, zones: Sequence[str], version: str | None, instance_class: str | None
) -> Iterator[dict[str, Any]]:
    """Options as DescribeOrderableDBInstanceOptions gives them; None: of every version, or class.

    Sizes in GiB, IOPS a second.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_OrderableDBInstanceOption.html
    """
    versions = [each for each in facts()["versions"]["available"] if version in (None, each)]
    classes = [each for each in classes_in(region) if instance_class in (None, each)]
    for engine_version, name, storage in product(versions, classes, STORAGE):
        limits = facts()["storage"][storage]
        yield {
            "Engine": "mysql",
            "EngineVersion": engine_version,
            "DBInstanceClass": name,
            "LicenseModel": "general-public-license",
            "AvailabilityZones": [{"Name": zone} for zone in zones],
            "StorageType": storage,
            "MinStorageSize": limits["gib"][0],
            "MaxStorageSize": limits["gib"][1],
            "MinIopsPerDbInstance": limits["iops"][0],
            "MaxIopsPerDbInstance": limits["iops"][1],
            "SupportsStorageEncryption": True,
            "SupportsIops": True,
            "SupportsIAMDatabaseAuthentication": True,
            "SupportsPerformanceInsights": True,
            "SupportsEnhancedMonitoring": True,
            "SupportsClusters": True,
            "MultiAZCapable": True,
            "ReadReplicaCapable": True,
            "Vpc": True,
        }
