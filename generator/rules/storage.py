"""Storage: size, and whether and how many IOPS are provisioned."""

from collections.abc import Iterator

from generator.facts.storage import StorageLimits, storage
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database

_BEYOND_ANY_RATIO = 10**9
_STORAGE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html"


class StorageSize(DatabaseRule):
    """The size is in the storage type's range."""

    id = "RDS012"
    title = "The storage size is in the range of its type"
    source = _STORAGE
    explanation = "gp3 takes 20 to 65,536 GiB, io1 and io2 take 100 to 65,536 GiB."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the size is below or above the range."""
        limits = _limits(database)
        size = database.storage.size_gib
        if not limits.smallest_gib <= size <= limits.largest_gib:
            bound = f"at least {limits.smallest_gib}" if size < limits.smallest_gib else f"at most {limits.largest_gib}"
            yield self.finding(
                (*path, "storage", "size_gib"),
                f"{database.storage.type} takes {limits.smallest_gib:,} to {limits.largest_gib:,} GiB, not {size:,}",
                f"set databases.{path[1]}.storage.size_gib to {bound}",
            )


class IopsPresence(DatabaseRule):
    """IOPS are given exactly where AWS takes them."""

    id = "RDS013"
    title = "IOPS are given where AWS wants them, and only there"
    source = _STORAGE
    explanation = (
        "gp3 below 400 GiB has a fixed baseline of 3,000 IOPS, and AWS refuses a request that names any. Every other "
        "storage of a Multi-AZ DB cluster needs a number. Terraform's plan accepts both faults."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where IOPS are missing or must not be there."""
        limits, chosen = _limits(database), database.storage
        where = (*path, "storage", "iops")
        kind = f"{chosen.type} with {chosen.size_gib:,} GiB"
        if chosen.size_gib < limits.provisioned_from_gib and chosen.iops is not None and chosen.type == "gp3":
            yield self.finding(
                where,
                f"{kind} has a fixed baseline, and AWS refuses to be given IOPS below "
                f"{limits.provisioned_from_gib:,} GiB",
                f"remove databases.{path[1]}.storage.iops, or set storage.size_gib to at least "
                f"{limits.provisioned_from_gib}",
            )
        if limits.provisioned_from_gib <= chosen.size_gib <= limits.largest_gib and chosen.iops is None:
            least, most = limits.iops_range(chosen.size_gib)
            yield self.finding(
                where,
                f"{kind} needs a number of IOPS, from {least:,} to {most:,}",
                f"set databases.{path[1]}.storage.iops, {least} or more",
            )


class IopsRange(DatabaseRule):
    """The IOPS are in the range of type and size."""

    id = "RDS014"
    title = "The IOPS are in the range of storage type and size"
    source = _STORAGE
    explanation = (
        "io1 and io2 take 1,000 to 256,000 IOPS and from half to 50 for each GiB; gp3 from 400 GiB on takes 12,000 to "
        "64,000. For io2 AWS names 1,000 for each GiB on single instances, but 50 in the API of clusters, and that "
        "is what is held here."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the number is out of the range that the size leaves."""
        limits, chosen = _limits(database), database.storage
        if chosen.iops is None or not limits.provisioned_from_gib <= chosen.size_gib <= limits.largest_gib:
            return
        least, most = limits.iops_range(chosen.size_gib)
        if least <= chosen.iops <= most:
            return
        bound = f"at least {least}" if chosen.iops < least else f"at most {most}"
        yield self.finding(
            (*path, "storage", "iops"),
            f"{chosen.type} with {chosen.size_gib:,} GiB takes {least:,} to {most:,} IOPS; "
            f"{_what_is_wrong(chosen.iops, chosen.size_gib, limits)}",
            f"set databases.{path[1]}.storage.iops to {bound}",
        )


def _what_is_wrong(iops: int, size_gib: int, limits: StorageLimits) -> str:
    if iops > _BEYOND_ANY_RATIO:
        return f"{iops:,} is too many"
    ratio = iops / size_gib
    if ratio > limits.most_per_gib:
        return f"{iops:,} is a ratio of {ratio:,.6g} per GiB, and AWS allows {limits.most_per_gib}"
    if ratio < limits.least_per_gib:
        return f"{iops:,} is a ratio of {ratio:,.6g} per GiB, and AWS wants at least {limits.least_per_gib}"
    return f"{iops:,} is too {'few' if iops < limits.least_iops else 'many'}"


def _limits(database: Database) -> StorageLimits:
    return storage().types[database.storage.type]


RULES = (StorageSize, IopsPresence, IopsRange)
