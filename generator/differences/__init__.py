"""What a change of a spec means in the render."""

from generator.differences.changes import AttributeChange, Change, Difference, Place, compare
from generator.differences.history import spec_at

__all__ = ["AttributeChange", "Change", "Difference", "Place", "compare", "spec_at"]
