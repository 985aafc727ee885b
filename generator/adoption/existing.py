"""What was found of a cluster and its network, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Subnet:
    """A subnet of the cluster's; `table` is the route table that it is associated with by name, if there is one."""

    id: str
    cidr: str
    zone: str
    table: str | None


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its id: customer-managed, of this account and region."""

    id: str
    arn: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where connections to the database's port are let in from: a security group or an address range."""

    group: str | None = None
    cidr: str | None = None


@dataclass(frozen=True, slots=True)
class Existing:
    """A cluster that can be taken over. `endpoints` are those of the VPC by the short name of their service.

    `log_days` is the longest retention of its log groups, and `insights_days` that of its performance history; None
    where there is none, or it has no end.
    """

    account: str
    region: str
    identifier: str
    engine_version: str
    instance_class: str
    storage: Mapping[str, str | int]
    port: int
    database_name: str | None
    master_username: str
    certificate_authority: str | None
    rotation_days: int | None
    backup_days: int
    backup_window: str
    maintenance_window: str
    subnet_group: str
    vpc: str
    vpc_cidr: str
    subnets: tuple[Subnet, Subnet, Subnet]
    storage_key: Key
    secret_key: Key | None = None
    insights_key: Key | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    endpoints: Mapping[str, str] = field(default_factory=dict)
    log_groups: tuple[str, ...] = ()
    log_days: int | None = None
    insights_days: int | None = None
    notes: tuple[str, ...] = ()
