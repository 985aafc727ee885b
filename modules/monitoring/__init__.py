"""Who hears of what: the alerts topic of the cell, and the alarms, events and dashboard of each database."""

from modules.monitoring.alerts import Alerts
from modules.monitoring.monitoring import Monitoring
from modules.monitoring.thresholds import UnknownMetricError

__all__ = ["Alerts", "Monitoring", "UnknownMetricError"]
