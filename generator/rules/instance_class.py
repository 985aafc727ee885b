"""Instance classes: that a Multi-AZ DB cluster runs on them, and that the region sells them."""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.facts.instance_classes import instance_classes
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database

_CLASSES = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"


class UnsupportedFamily(DatabaseRule):
    """The class belongs to a family with local NVMe disks."""

    id = "RDS010"
    title = "The instance class is of a family that Multi-AZ DB clusters run on"
    source = _CLASSES
    explanation = (
        "Members of a Multi-AZ DB cluster keep binary logs and temporary data on local NVMe disks, so only classes "
        "that have them will do. Terraform's plan accepts any class, `db.t3.micro` too."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the family is not among the documented ones."""
        family = database.instance_class.split(".")[1]
        families = instance_classes().families
        if family not in families:
            yield self.finding(
                (*path, "instance_class"),
                f"{database.instance_class}: Multi-AZ DB clusters do not run on the family {family}",
                f"set databases.{path[1]}.instance_class to a class of {', '.join(families)}, "
                f"such as {_near(database.instance_class, self.environment.region)}",
            )


class ClassNotSoldHere(DatabaseRule):
    """The region sells the class."""

    id = "RDS011"
    title = "The region sells the instance class for MySQL clusters"
    source = _CLASSES
    explanation = (
        "Not every region has every class, and sizes differ between families. A class that the region does not sell "
        "is refused when the cluster is created, not when it is planned."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where a supported family is not sold in this region, or not in this size."""
        sold = instance_classes().sold(self.environment.region)
        supported = database.instance_class.split(".")[1] in instance_classes().families
        if supported and sold and database.instance_class not in sold:
            yield self.finding(
                (*path, "instance_class"),
                f"{database.instance_class} is not sold for MySQL clusters in {self.environment.region}",
                f"set databases.{path[1]}.instance_class to one that is, "
                f"such as {_near(database.instance_class, self.environment.region)}",
            )


def _near(wanted: str, region: str) -> str:
    sold = sorted(instance_classes().sold(region))
    size = wanted.rsplit(".", 1)[1]
    same_size = [name for name in sold if name.endswith(f".{size}")] or sold
    return (get_close_matches(wanted, same_size, n=1, cutoff=0.0) or ["db.r6gd.large"])[0]


RULES = (UnsupportedFamily, ClassNotSoldHere)
