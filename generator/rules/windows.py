"""Backup and maintenance windows, and when AWS Backup's snapshots are taken."""

from collections.abc import Iterator

from generator.facts.choices import choices
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.rules.clock import daily, every_day, moment, weekly
from generator.spec.document import Path
from generator.spec.model import Database

_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"


class BackupWindowLength(DatabaseRule):
    """The backup window is long enough."""

    id = "RDS030"
    title = "The backup window lasts 30 minutes or longer"
    source = _API
    explanation = (
        "AWS refuses a backup window of less than 30 minutes; one that ends before it starts goes over midnight."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a short window."""
        minutes = daily(database.backup.window).minutes
        if minutes < choices().window_least_minutes:
            yield self.finding(
                (*path, "backup", "window"),
                f"the backup window {database.backup.window} lasts {minutes} minutes, and AWS wants "
                f"{choices().window_least_minutes}",
                f"let databases.{path[1]}.backup.window end later",
            )


class MaintenanceWindowLength(DatabaseRule):
    """The maintenance window is long enough."""

    id = "RDS031"
    title = "The maintenance window lasts 30 minutes or longer"
    source = _API
    explanation = (
        "AWS refuses a maintenance window of less than 30 minutes; one that ends before it starts goes over the "
        "week's end."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a short window."""
        minutes = weekly(database.maintenance_window).minutes
        if minutes < choices().window_least_minutes:
            yield self.finding(
                (*path, "maintenance_window"),
                f"the maintenance window {database.maintenance_window} lasts {minutes} minutes, and AWS wants "
                f"{choices().window_least_minutes}",
                f"let databases.{path[1]}.maintenance_window end later",
            )


class WindowsOverlap(DatabaseRule):
    """Backup and maintenance do not meet."""

    id = "RDS032"
    title = "The backup window and the maintenance window do not overlap"
    source = _API
    explanation = (
        "AWS refuses a daily backup window that meets the weekly maintenance window on any day, also over midnight and "
        "over the week's end. Windows that only touch are fine."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding, on the window that is written, where the two meet."""
        maintenance = weekly(database.maintenance_window)
        if any(maintenance.meets(window) for window in every_day(daily(database.backup.window))):
            yield self.finding(
                self.written((*path, "backup", "window"), (*path, "maintenance_window")),
                f"the backup window {database.backup.window} overlaps the maintenance window "
                f"{database.maintenance_window}",
                f"move databases.{path[1]}.backup.window, or maintenance_window, so that they do not meet",
            )


class SnapshotTime(DatabaseRule):
    """AWS Backup's snapshot starts when RDS lets it."""

    id = "RDS033"
    title = "The snapshot does not start in a window, or in the hour before one"
    source = "https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html"
    explanation = (
        "AWS Backup starts no job for a database during its backup or maintenance window, nor in the hour before: "
        "the snapshot of that day fails."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each window that the snapshot's time collides with."""
        clear = choices().snapshot_clear_minutes
        time = database.backup.snapshots.time
        starts = tuple(every_day(moment(time)))
        backups = every_day(daily(database.backup.window).widened(clear))
        windows = {
            ("backup", "window"): (f"backup window {database.backup.window}", tuple(backups)),
            ("maintenance_window",): (
                f"maintenance window {database.maintenance_window}",
                (weekly(database.maintenance_window).widened(clear),),
            ),
        }
        for where, (name, closed) in windows.items():
            if any(start.meets(window) for start in starts for window in closed):
                yield self.finding(
                    self.written((*path, "backup", "snapshots", "time"), (*path, *where)),
                    f"AWS Backup starts nothing in the {name} or in the hour before; "
                    f"the snapshot is to start at {time}",
                    f"set databases.{path[1]}.backup.snapshots.time to a later time",
                )


RULES = (BackupWindowLength, MaintenanceWindowLength, WindowsOverlap, SnapshotTime)
