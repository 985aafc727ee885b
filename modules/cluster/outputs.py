"""What a cluster hands to the other modules."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClusterOutputs:
    """References to a cluster's parts; `identifier`, `database_name`, `member_identifiers` and `port` are literal.

    `log_groups` holds the name of the log group of each exported log.
    """

    identifier: str
    arn: str
    resource_id: str
    writer_endpoint: str
    reader_endpoint: str
    port: int
    database_name: str
    master_secret_arn: str
    member_identifiers: tuple[str, str, str]
    log_groups: Mapping[str, str]
