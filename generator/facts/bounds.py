"""What the policies ask for where AWS takes more, or less; in days."""

from functools import cache

from generator.facts.reading import read_yaml


@cache
def longest_rotation_days() -> int:
    """The most days between two rotations of a password."""
    return int(read_yaml("bounds.yaml")["rotation"]["longest_days"])


@cache
def least_vault_days() -> int:
    """The fewest days that a locked vault may keep a snapshot."""
    return int(read_yaml("bounds.yaml")["vault"]["least_days"])


@cache
def least_backup_days() -> int:
    """The fewest days that automated backups may be kept."""
    return int(read_yaml("bounds.yaml")["backup"]["least_days"])


@cache
def least_log_days() -> int:
    """The fewest days that lines of logs may be kept."""
    return int(read_yaml("bounds.yaml")["logs"]["least_days"])
