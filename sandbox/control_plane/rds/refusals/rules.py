"""Which rules hold for which call."""

from sandbox.control_plane.rds.refusals import changes, settings, shape
from sandbox.control_plane.rds.refusals.refusing import Rule

CREATE: tuple[Rule, ...] = (
    settings.unsupported,
    settings.source,
    shape.what_is_needed,
    shape.identifier,
    shape.version,
    shape.instance_class,
    shape.storage,
    shape.master_user,
    shape.master_password,
    shape.database,
    shape.port,
    settings.subnets,
    settings.retention,
    settings.windows,
    settings.logs,
    settings.insights,
    settings.monitoring,
    settings.keys,
    settings.certificate,
    settings.parameter_group,
    settings.security_groups,
)
MODIFY: tuple[Rule, ...] = (
    changes.identity,
    settings.unsupported,
    changes.fixed,
    changes.upwards,
    changes.secret_key,
    changes.insights_key,
)
MERGED: tuple[Rule, ...] = (
    shape.version,
    shape.instance_class,
    shape.storage,
    settings.retention,
    settings.windows,
    settings.logs,
    settings.insights,
    settings.monitoring,
    settings.certificate,
    settings.parameter_group,
    settings.security_groups,
)
"""Held against what the cluster would be after a change."""
RESTORE: tuple[Rule, ...] = (
    settings.unsupported,
    shape.identifier,
    shape.instance_class,
    shape.storage,
    shape.port,
    settings.subnets,
    settings.logs,
    settings.insights,
    settings.monitoring,
    settings.parameter_group,
    settings.security_groups,
)
