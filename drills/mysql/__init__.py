"""How a drill speaks to MySQL: TLS that names the endpoint, a fresh address each time, outcomes that are honest."""

from drills.mysql.connecting import Connector, Login, Timeouts
from drills.mysql.outcomes import RefusedError, outcome_of
from drills.mysql.session import Session

__all__ = ["Connector", "Login", "RefusedError", "Session", "Timeouts", "outcome_of"]
