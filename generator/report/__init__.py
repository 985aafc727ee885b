"""Findings for a reader: a terminal, a pull request, an editor, a pipeline."""

from generator.report.dispatch import FORMATS, Checked, Format, report

__all__ = ["FORMATS", "Checked", "Format", "report"]
