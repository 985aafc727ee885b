"""Who may log in to a database as whom, and what they may do there."""

from modules.access.access import Access

__all__ = ["Access"]
