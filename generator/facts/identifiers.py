"""Names and ports: how long, made of what, and which ones are taken."""

from dataclasses import dataclass
from functools import cache

from generator.facts.reading import read_yaml


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Lengths in characters; names that are taken are in lower case."""

    longest_cluster: int
    longest_schema: int
    longest_master_user: int
    longest_user: int
    taken_schemas: frozenset[str]
    taken_users: frozenset[str]
    alternate_suffix: str
    lowest_port: int
    highest_port: int


@cache
def identifiers() -> Identifiers:
    """The facts of `identifiers.yaml`."""
    data = read_yaml("identifiers.yaml")
    return Identifiers(
        longest_cluster=data["cluster"]["longest"],
        longest_schema=data["schema"]["longest"],
        longest_master_user=data["master_user"]["longest"],
        longest_user=data["user"]["longest"],
        taken_schemas=frozenset(data["schema"]["taken"]),
        taken_users=frozenset(data["user"]["taken"]),
        alternate_suffix=data["user"]["alternate_suffix"],
        lowest_port=data["port"]["lowest"],
        highest_port=data["port"]["highest"],
    )
