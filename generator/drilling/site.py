"""A target as a place where drills are held."""

from pathlib import Path
from typing import TYPE_CHECKING

from drills.errors import DrillError
from generator.errors import ToolError
from generator.targets import Target
from generator.targets.resolver import NameServer, resolved_by_system

if TYPE_CHECKING:
    import boto3

    from drills.site import Faults


class TargetSite:
    """A target as a place for drills. It is a `drills.site.Site`."""

    def __init__(self, target: Target, ca_bundle: Path) -> None:
        self._target = target
        self._names = NameServer(target.nameserver.address, target.nameserver.port) if target.nameserver else None
        self.ca_bundle = ca_bundle

    @property
    def target(self) -> str:
        """`sandbox` or `aws`."""
        return self._target.name

    @property
    def faults(self) -> "Faults | None":
        """What can be done to servers, on a sandbox."""
        return self._target.faults

    def session(self, *, region: str | None = None, role: str | None = None) -> "boto3.Session":
        """A session of the SDK. Raises DrillError where the role cannot be assumed."""
        try:
            return self._target.session(region=region, role=role)
        except ToolError as error:
            raise DrillError(str(error), fix=error.fix) from error

    def resolve(self, host: str) -> str:
        """The address that a name has now. Raises OSError where it has none."""
        try:
            return self._names.resolve(host) if self._names else resolved_by_system(host)
        except ToolError as error:
            raise OSError(str(error)) from error

    def source(self, address: str) -> str | None:
        """On a sandbox, the loopback address that stands for one of the VPC; None on AWS."""
        return f"127.{address.split('.', 1)[1]}" if self._names else None
