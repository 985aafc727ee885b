"""What differs from the spec, and whose doing it is."""

from generator.drift.detecting import detect

__all__ = ["detect"]
