"""Where a drill is held: what differs between a stand-in and AWS, and nothing else does."""

from pathlib import Path
from typing import Protocol

import boto3


class Faults(Protocol):
    """What can be done to the servers of a stand-in."""

    def member(self, action: str, *, account: str, region: str, cluster: str, member: str) -> None:
        """Does `kill`, `hang`, `resume`, `stop` or `start` to a member of a cluster."""


class Site(Protocol):
    """A place with a control plane that boto3 reaches, and servers that a MySQL driver reaches."""

    @property
    def target(self) -> str:
        """Its name, for whoever reads the evidence."""

    @property
    def ca_bundle(self) -> Path:
        """The certificates that the servers' are signed by."""

    @property
    def faults(self) -> Faults | None:
        """What can be done to servers; None on AWS."""

    def session(self, *, region: str | None = None, role: str | None = None) -> boto3.Session:
        """A session of the SDK, in a role's name if one is given. Raises DrillError where it cannot be assumed."""

    def resolve(self, host: str) -> str:
        """The IPv4 address that a name has now. Raises OSError where it has none."""

    def source(self, address: str) -> str | None:
        """The address to bind to, to come from `address` of the VPC; None where that cannot be chosen."""
