"""A Multi-AZ DB cluster for MySQL, and everything that belongs to it alone."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from generator.spec.model.part import Part, TimeRange, WeeklyRange
from generator.spec.model.user import User

LogExport = Literal["error", "general", "slowquery", "iam-db-auth-error"]
StorageType = Literal["gp3", "io1", "io2"]
Days = Annotated[int, Field(ge=1)]


class Storage(Part):
    """What the cluster's three members keep their data on."""

    type: StorageType = "gp3"
    """The volume type; it cannot be changed without replacing the cluster."""
    size_gib: Annotated[int, Field(ge=1)] = 400
    """Allocated storage of each member, in GiB."""
    iops: Annotated[int, Field(ge=1)] | None = None
    """Provisioned I/O operations a second; gp3 below 400 GiB takes none, all others have a number of their own."""

    @model_validator(mode="before")
    @classmethod
    def _baseline(cls, data: object) -> object:
        """gp3 from 400 GiB on has a baseline of 12,000 IOPS, which is what nobody asked for otherwise.

        Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html (checked 2026-11-22).
        """
        if not isinstance(data, dict) or "iops" in data:
            return data
        size = data.get("size_gib", 400)
        large = isinstance(size, int) and size >= 400
        return {**data, "iops": 12_000} if data.get("type", "gp3") == "gp3" and large else data


class Snapshots(Part):
    """AWS Backup's own snapshots, apart from the cluster's automated backups."""

    time: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "06:00"
    """When the daily snapshot starts, in UTC; not inside the backup or maintenance window."""
    retention_days: Days = 35
    """Days that a snapshot is kept in the vault."""


class Backup(Part):
    """Automated backups: the base of a restore to any second."""

    retention_days: Annotated[int, Field(ge=0)] = 14
    """Days that one can go back to any second of."""
    window: TimeRange = "02:00-03:00"
    """When the daily backup is taken, in UTC."""
    snapshots: Snapshots = Snapshots()
    """Snapshots in the cell's backup vault."""


class Logs(Part):
    """The logs that the cluster sends to CloudWatch."""

    exports: list[LogExport] = ["error", "general", "slowquery", "iam-db-auth-error"]
    """Which logs are exported."""
    retention_days: Days = 400
    """Days that a log line is kept."""


class Insights(Part):
    """CloudWatch Database Insights."""

    mode: Literal["advanced", "standard"] = "advanced"
    """Advanced keeps execution plans and on-demand analysis."""
    retention_days: Days = 465
    """Days that performance data is kept; advanced needs at least 465."""


class Monitoring(Part):
    """Enhanced Monitoring of the members' operating systems."""

    interval_seconds: Annotated[int, Field(ge=0)] = 15
    """Seconds between two samples; 0 is off."""


class Objectives(Part):
    """What the cell promises; alarms and drills take their thresholds from here."""

    failover_seconds: Annotated[int, Field(ge=1)] = 35
    """The longest pause of writes during a failover."""
    replica_lag_seconds: Annotated[int, Field(ge=1)] = 5
    """The lag of a reader from which an alarm goes off."""
    write_latency_ms: Annotated[int, Field(ge=1)] = 20
    """The 90th percentile of the storage's write latency from which an alarm goes off."""
    read_latency_ms: Annotated[int, Field(ge=1)] = 20
    """The 90th percentile of the storage's read latency from which an alarm goes off."""
    transactions_per_second: Annotated[int, Field(ge=1)] = 50
    """The rate at which the load drill holds the latency of transactions against the two above."""


class Adopted(Part):
    """What a cluster has that was there before Tidegate looked after it, and that cannot be changed."""

    subnet_group: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9. _-]{0,254}$")]
    """The name of its subnet group."""


class Database(Part):
    """One cluster: a writer and two readers in three zones. Its key in the spec is its identifier."""

    engine_version: Annotated[str, Field(pattern=r"^[0-9]+\.[0-9]+(\.[0-9]+)?$", examples=["8.4", "8.4.8"])] = "8.4"
    """The MySQL version: a major (`"8.4"`), then RDS chooses and upgrades the minor, or a full version."""
    extended_support_acknowledged: bool = False
    """Whether paying for RDS Extended Support of an old major version is accepted."""
    instance_class: Annotated[str, Field(pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$", examples=["db.r6gd.xlarge"])]
    """The class of the three members."""
    storage: Storage = Storage(type="gp3", size_gib=400, iops=12_000)
    """The members' storage."""
    port: Annotated[int, Field(ge=1, le=65535)] = 3306
    """The port of all endpoints; it cannot be changed later."""
    database_name: Annotated[str, Field(min_length=1)] | None = None
    """The schema that is made with the cluster; left out, the database's key without its hyphens."""
    master_username: Annotated[str, Field(min_length=1)] = "dbadmin"
    """The master user's name; its password is made, kept and rotated by RDS."""
    master_rotation_days: Annotated[int, Field(ge=1, le=1000)] = 7
    """Days between rotations of the master user's password."""
    certificate_authority: str = "rds-ca-rsa2048-g1"
    """The authority that signs the servers' certificates."""
    users: list[User] = []
    """Who may log in, as whom, at which endpoint."""
    parameters: dict[str, str] = {}
    """Parameters of the cluster parameter group, over those that Tidegate sets."""
    backup: Backup = Backup()
    """Automated backups and snapshots."""
    maintenance_window: WeeklyRange = "sun:04:00-sun:05:00"
    """When RDS may do maintenance, in UTC."""
    deletion_protection: bool = True
    """Whether AWS and Terraform refuse to delete the cluster."""
    logs: Logs = Logs()
    """The exported logs."""
    insights: Insights = Insights()
    """Database Insights."""
    monitoring: Monitoring = Monitoring()
    """Enhanced Monitoring."""
    objectives: Objectives = Objectives()
    """What the database promises."""
    alarms: dict[str, float | int] = {}
    """Alarm thresholds by CloudWatch metric name, instead of those that Tidegate derives."""
    adopted: Adopted | None = None
    """Of a cluster that `tidegate import` found."""

    @property
    def major_version(self) -> str:
        """`8.4` of `8.4.8`; it names the parameter group family."""
        return ".".join(self.engine_version.split(".")[:2])
