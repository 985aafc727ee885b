"""The spec's shape. What AWS makes of the values is the business of `generator.rules`."""

from generator.spec.model.database import (
    Adopted,
    Backup,
    Database,
    Insights,
    LogExport,
    Logs,
    Monitoring,
    Objectives,
    Snapshots,
    Storage,
)
from generator.spec.model.delivery import Delivery
from generator.spec.model.environment import Alerts, Environment, Owner, Residency, State, Vault
from generator.spec.model.network import Client, Network
from generator.spec.model.user import User

__all__ = [
    "Adopted",
    "Alerts",
    "Backup",
    "Client",
    "Database",
    "Delivery",
    "Environment",
    "Insights",
    "LogExport",
    "Logs",
    "Monitoring",
    "Network",
    "Objectives",
    "Owner",
    "Residency",
    "Snapshots",
    "State",
    "Storage",
    "User",
    "Vault",
]
