"""The spec of a cluster that was there before."""

from dataclasses import dataclass
from typing import Any

import yaml

from generator.adoption.existing import Existing, Source
from generator.spec.model.database import Insights, Logs

_HEAD = """\
# yaml-language-server: $schema=schema.json
# Written by `tidegate import` from the cluster {identifier} as it was found. AWS knows nothing of these:
# the classification of the data, and the users of the database.
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for the environment."""

    team: str
    email: str


def spec_text(existing: Existing, environment: str, owner: Owner, jurisdiction: str) -> str:
    """A spec with all that AWS says of the cluster, and safe defaults for the rest."""
    content: dict[str, Any] = {
        "environment": environment,
        "region": existing.region,
        "account_id": existing.account,
        "owner": {"team": owner.team, "email": owner.email},
        "residency": {"jurisdiction": jurisdiction, "classification": "personal"},
        "network": _network(existing),
        "databases": {existing.identifier: _database(existing)},
    }
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    return _HEAD.format(identifier=existing.identifier) + text


def _network(existing: Existing) -> dict[str, Any]:
    network: dict[str, Any] = {
        "cidr": existing.vpc_cidr,
        "availability_zones": [each.zone for each in existing.subnets],
        "subnets": [each.cidr for each in existing.subnets],
    }
    if existing.sources:
        network["clients"] = [_client(each) for each in existing.sources]
    return network


def _client(source: Source) -> dict[str, str]:
    if source.group:
        return {"name": source.group, "security_group": source.group}
    assert source.cidr
    return {"name": f"from-{source.cidr.replace('.', '-').replace('/', '-')}", "cidr": source.cidr}


def _database(existing: Existing) -> dict[str, Any]:
    database: dict[str, Any] = {
        "engine_version": existing.engine_version,
        "instance_class": existing.instance_class,
        "storage": dict(existing.storage),
        "port": existing.port,
        "database_name": existing.database_name,
        "master_username": existing.master_username,
        "master_rotation_days": existing.rotation_days,
        "certificate_authority": existing.certificate_authority,
        "parameters": dict(existing.parameters) or None,
        "backup": {"retention_days": existing.backup_days, "window": existing.backup_window},
        "maintenance_window": existing.maintenance_window,
        "logs": _longer(existing.log_days, Logs().retention_days),
        "insights": _longer(existing.insights_days, Insights().retention_days),
        "adopted": {"subnet_group": existing.subnet_group},
    }
    return {key: value for key, value in database.items() if value is not None}


def _longer(days: int | None, default: int) -> dict[str, int] | None:
    """A retention that is longer than the spec's own, which would delete what is older."""
    return {"retention_days": days} if days and days > default else None
