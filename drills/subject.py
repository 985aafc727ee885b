"""What a drill is about: a cluster, and what its spec promises. Plain data, made from a spec by whoever starts one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Endpoint = Literal["writer", "reader"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseUser:
    """A user of the spec: who may log in as it (the ARN of a role), where, how, and what it may do on the schema."""

    name: str
    role: str
    endpoint: Endpoint
    auth: Literal["iam", "secret"]
    privileges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A client of the spec: by the range of its addresses, or by its security group."""

    name: str
    cidr: str | None = None
    security_group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Objectives:
    """What the spec promises."""

    failover_seconds: float
    replica_lag_seconds: float
    write_latency_ms: float
    read_latency_ms: float
    transactions_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One cluster of one environment. `regions` are those of its jurisdiction; `log_exports` as the spec has them.

    `elsewhere` is a region outside, for logins that must be refused.
    """

    environment: str
    account: str
    region: str
    jurisdiction: str
    regions: tuple[str, ...]
    elsewhere: str
    cluster: str
    schema: str
    network: str
    users: tuple[DatabaseUser, ...]
    origins: tuple[Origin, ...]
    objectives: Objectives
    log_exports: tuple[str, ...]
    tags: Mapping[str, str]
