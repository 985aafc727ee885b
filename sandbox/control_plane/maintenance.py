"""What happens because time passes: maintenance windows, rotations that are due, deletions that waited."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from moto.kms.models import kms_backends
from moto.secretsmanager.models import secretsmanager_backends

from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds import modifying, snapshots
from sandbox.control_plane.rds.cluster import MultiAzCluster

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def pass_time(clusters: Iterable[MultiAzCluster]) -> bool:
    """Does what became due since it was last asked; whether something was."""
    now, before = CONTEXT.now(), CONTEXT.last_passed
    CONTEXT.last_passed = now
    if before is None:
        return False
    due = [*_windows(clusters, before, now), *_backups(clusters, before, now), *_rotations(now), *_deletions(now)]
    return bool(due)


def _windows(clusters: Iterable[MultiAzCluster], before: datetime, now: datetime) -> Iterator[str]:
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
    for cluster in clusters:
        opened = window_begins(cluster.preferred_maintenance_window, now)
        if cluster.pending and cluster.status == "available" and opened > before:
            modifying.apply(cluster.backend, cluster, due=cluster.pending)
            yield cluster.resource_id


def _backups(clusters: Iterable[MultiAzCluster], before: datetime, now: datetime) -> Iterator[str]:
    for cluster in clusters:
        opened = daily_window_begins(cluster.preferred_backup_window, now)
        if cluster.status == "available" and opened > before:
            yield snapshots.take_automated(cluster, opened)
        yield from snapshots.expire(cluster, now)


def daily_window_begins(window: str, now: datetime) -> datetime:
    """When a daily window, `hh24:mi-…` in UTC, last began."""
    hour, minute = window.split("-", maxsplit=1)[0].split(":")
    begin = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    return begin if begin <= now else begin - timedelta(days=1)


def window_begins(window: str, now: datetime) -> datetime:
    """When a weekly window, `ddd:hh24:mi-…` in UTC, last began."""
    day, hour, minute = window.lower().split("-")[0].split(":")
    begin = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    begin -= timedelta(days=(begin.weekday() - DAYS.index(day)) % 7)
    return begin if begin <= now else begin - timedelta(days=7)


def _rotations(now: datetime) -> Iterator[str]:
    for _, _, backend in secretsmanager_backends.iter_backends():
        for secret in list(backend.secrets.values()):
            due = getattr(secret, "next_rotation_date", None)
            if due and secret.rotation_enabled and not secret.is_deleted() and due <= now.timestamp():
                yield from _rotate(backend, secret)


def _rotate(backend: Any, secret: Any) -> Iterator[str]:
    try:
        backend.rotate_secret(secret.arn)
    except Exception as error:  # a cluster that is being changed: the next look tries again
        sys.stderr.write(f"{secret.name} is not rotated: {error}\n")
        return
    yield secret.name


def _deletions(now: datetime) -> Iterator[str]:
    # https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
    for _, _, backend in secretsmanager_backends.iter_backends():
        for secret in list(backend.secrets.values()):
            if secret.is_deleted() and secret.deleted_date <= now.timestamp():
                backend.secrets.pop(secret.arn)
                yield secret.name
    for _, _, kms in kms_backends.iter_backends():
        for key in list(kms.keys.values()):
            if key.deletion_date and key.deletion_date.timestamp() <= now.timestamp():
                kms.keys.pop(key.id)
                yield key.id
