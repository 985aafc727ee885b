"""Makes drills out of a spec and a target, and findings out of their verdicts."""

from generator.drilling.holding import Held, Wish, hold_drills

__all__ = ["Held", "Wish", "hold_drills"]
