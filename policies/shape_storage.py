"""The cluster's storage is one that such clusters have."""

from collections.abc import Iterator
from typing import Any

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.reading import number
from policies.engine.stack import Resource, Stack, shown


class Storage(ClusterPolicy):
    """Type, size and IOPS are given, and go together."""

    id = "CKV_TDG_704"
    title = "A cluster's storage is gp3, io1 or io2, with a size and IOPS that go with it"
    category = "shape"
    why = (
        "gp2, magnetic and Aurora's storage, a missing size, gp3 with IOPS below 400 GiB or io1 without any: the plan "
        "passes, and AWS refuses the cluster."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"
    fix = "Set storage of the database to a type, size_gib and iops that go together."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on the type; else those on size, IOPS and their ratio."""
        given = resource.get("storage_type")
        limits = facts("cluster_shape")["storage"]["types"].get(stack.text(given) or "")
        if limits is None:
            yield Violation(f"storage_type is {shown(given)}, and not gp3, io1 or io2", attribute="storage_type")
            return
        size = number(resource.get("allocated_storage"))
        if size is None or not limits["smallest_gib"] <= size <= limits["largest_gib"]:
            message = f"allocated_storage is {shown(resource.get('allocated_storage'))} GiB, out of what {given} has"
            yield Violation(message, attribute="allocated_storage")
        elif not _fits(resource, size, limits):
            message = f"iops is {shown(resource.get('iops'))}, out of what {given} has with {size:g} GiB"
            yield Violation(message, attribute="iops")


def _fits(cluster: Resource, size: int | float, limits: dict[str, Any]) -> bool:
    given = cluster.get("iops")
    if size < limits["provisioned_from_gib"]:
        return given is None
    iops = number(given)
    least, most = limits.get("least_per_gib", 0), limits["most_per_gib"]
    return (
        iops is not None and limits["least_iops"] <= iops <= limits["most_iops"] and least * size <= iops <= most * size
    )


check = register(Storage)
