"""Pure functions over a history: a verdict, with the anomalies that it rests on."""

from drills.checkers.verdict import Anomaly, Result, Verdict, judged, overall, untested

__all__ = ["Anomaly", "Result", "Verdict", "judged", "overall", "untested"]
