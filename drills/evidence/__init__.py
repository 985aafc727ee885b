"""What a drill leaves behind: a verdict for machines, the history, and a page for people."""

from drills.evidence.report import Provenance, Report
from drills.evidence.writing import write_evidence

__all__ = ["Provenance", "Report", "write_evidence"]
