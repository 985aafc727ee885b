"""Engine versions: that AWS offers them, and until when."""

from collections.abc import Iterator
from datetime import date, timedelta

from generator.facts.engine_versions import engine_versions
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database

_VERSIONS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html"
_EXTENDED = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html"


class UnknownVersion(DatabaseRule):
    """The version is one that RDS offers for Multi-AZ DB clusters."""

    id = "RDS001"
    title = "The engine version is one that RDS offers"
    source = _VERSIONS
    explanation = (
        "A Multi-AZ DB cluster runs MySQL 8.4 or 8.0, as a major version or one of the minor versions that RDS offers. "
        "Terraform's plan accepts any number; AWS refuses an unknown one when it creates the cluster."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the version has no end of support, because there is no such version."""
        facts = engine_versions()
        if facts.support_ends(database.engine_version) is None:
            yield self.finding(
                (*path, "engine_version"),
                f"RDS offers no MySQL {database.engine_version} for Multi-AZ DB clusters",
                f'set databases.{path[1]}.engine_version to "8.4", or to one of '
                f"{', '.join(supported_minors(self.spec.today))}",
            )


class VersionOutOfSupport(DatabaseRule):
    """The minor version has not left standard support."""

    id = "RDS002"
    title = "The minor engine version is still supported"
    source = _VERSIONS
    explanation = (
        "RDS stops offering a minor version at its end of standard support and upgrades what still runs it, in a "
        "maintenance window of its own choice. Extended Support exists for major versions only."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where a full version of a major that is still supported has ended."""
        ends = engine_versions().support_ends(database.engine_version)
        minor = database.engine_version != database.major_version
        if minor and ends and ends < self.spec.today and not major_has_ended(database, self):
            yield self.finding(
                (*path, "engine_version"),
                f"MySQL {database.engine_version} left standard support on {ends}",
                f'set databases.{path[1]}.engine_version to "{database.major_version}", or to one of '
                f"{', '.join(supported_minors(self.spec.today))}",
            )


class ExtendedSupport(DatabaseRule):
    """An old major version is chosen knowingly."""

    id = "RDS003"
    title = "Extended Support of an old major version is acknowledged"
    source = _EXTENDED
    explanation = (
        "A cluster whose major version is past its end of standard support is enrolled in RDS Extended Support, which "
        "costs extra for each vCPU and hour. Tidegate turns the enrolment off unless the spec says "
        "`extended_support_acknowledged: true`; without it AWS refuses to create the cluster."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the major version has ended and nobody said that this is known."""
        if major_has_ended(database, self) and not database.extended_support_acknowledged:
            ends = engine_versions().majors[database.major_version].standard_support_ends
            yield self.finding(
                (*path, "engine_version"),
                f"MySQL {database.major_version} left standard support on {ends}: AWS charges for Extended Support",
                f'set databases.{path[1]}.engine_version to "8.4", or accept the charge with '
                "extended_support_acknowledged: true",
            )


class VersionEndsSoon(DatabaseRule):
    """There is time left before the version's support ends."""

    id = "RDS004"
    title = "The engine version stays supported for another 90 days"
    severity = "warning"
    source = _VERSIONS
    explanation = (
        "Ninety days before a version leaves standard support it is time to plan the upgrade: afterwards RDS does it "
        "at a time of its own, or starts to charge for Extended Support."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the end is no more than 90 days ahead."""
        facts = engine_versions()
        ends = facts.support_ends(database.engine_version)
        today = self.spec.today
        if ends and today <= ends <= today + timedelta(days=facts.warn_days):
            yield self.finding(
                (*path, "engine_version"),
                f"MySQL {database.engine_version} leaves standard support on {ends}, {_ahead((ends - today).days)}",
                f"plan the upgrade of databases.{path[1]}.engine_version to one of "
                f"{', '.join(supported_minors(today + timedelta(days=facts.warn_days + 1)))}",
            )


class NeedlessAcknowledgement(DatabaseRule):
    """Extended Support is not accepted ahead of need."""

    id = "RDS005"
    title = "Extended Support is not acknowledged before it is needed"
    severity = "warning"
    source = _EXTENDED
    explanation = (
        "With `extended_support_acknowledged: true` a cluster goes into paid Extended Support by itself on the day on "
        "which its major version ends. For a supported version the acknowledgement should be left out."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding where the acknowledged version needs none."""
        known = database.major_version in engine_versions().majors
        if database.extended_support_acknowledged and known and not major_has_ended(database, self):
            yield self.finding(
                (*path, "extended_support_acknowledged"),
                f"MySQL {database.major_version} is in standard support: nothing has to be acknowledged yet",
                f"remove databases.{path[1]}.extended_support_acknowledged",
            )


def _ahead(days: int) -> str:
    return "today" if days == 0 else f"in {days} day{'s' * (days > 1)}"


def supported_minors(day: date) -> list[str]:
    """The minor versions of 8.4 that are in standard support on `day`, newest first."""
    return [version for version, ends in engine_versions().majors["8.4"].minors.items() if ends >= day]


def major_has_ended(database: Database, rule: DatabaseRule) -> bool:
    """Whether the database's major version is past its end of standard support."""
    major = engine_versions().majors.get(database.major_version)
    return major is not None and major.standard_support_ends < rule.spec.today


RULES = (UnknownVersion, VersionOutOfSupport, ExtendedSupport, VersionEndsSoon, NeedlessAcknowledgement)
