"""Findings for a reader: a terminal, a pull request, an editor, a pipeline."""
