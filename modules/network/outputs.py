"""What the network hands to the other modules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NetworkOutputs:
    """References to the network's parts.

    `database_groups` holds the security group of each database by its name; `rotation_group` is the group of
    the rotation functions, where a user of the spec logs in with a secret.
    """

    vpc_id: str
    subnet_ids: tuple[str, ...]
    database_groups: Mapping[str, str]
    rotation_group: str | None
