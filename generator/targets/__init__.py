"""Where a plan goes. Targets differ in endpoints, credentials and a few provider settings, and in nothing else."""

from generator.targets.opening import opening
from generator.targets.target import NAMES, Faults, Nameserver, Target, TargetName

__all__ = ["NAMES", "Faults", "Nameserver", "Target", "TargetName", "opening"]
