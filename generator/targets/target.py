"""What a target is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, get_args

if TYPE_CHECKING:
    import boto3

TargetName = Literal["sandbox", "aws"]
NAMES: tuple[TargetName, ...] = get_args(TargetName)


class Faults(Protocol):
    """What only a stand-in can do to its servers and to itself."""

    def member(self, action: str, *, account: str, region: str, cluster: str, member: str) -> None:
        """Does `kill`, `hang`, `resume`, `stop` or `start` to a member of a cluster."""

    def clients(self, account: str, region: str, roles: Sequence[str], groups: Mapping[str, Sequence[str]]) -> None:
        """Makes what other teams bring along: roles by name, and security groups with the addresses of their hosts."""

    def throttle(self, rate: float, statuses: tuple[int, ...]) -> None:
        """Lets the API answer a share `rate` (0 to 1) of all calls with one of `statuses`."""


@dataclass(frozen=True, slots=True)
class Nameserver:
    """Where the names of a target's endpoints are asked for, if not the machine's own resolver."""

    address: str
    port: int


@dataclass(frozen=True, slots=True)
class Target:
    """A place that plans are made against.

    `variables` replace the environment variables of the same names for every process that speaks to the target
    (None removes one); `override` is a Terraform override file's content, where the target needs one; `backend` are
    settings that the state's backend gets beside those in the render. `live` is false for a sandbox that ends with
    the command: it holds nothing, and its state is a local file.

    `ca_bundle`, `nameserver` and `faults` are None where the machine's own serve, or there is nothing of the kind.
    """

    name: TargetName
    variables: Mapping[str, str | None] = field(default_factory=dict)
    override: Mapping[str, object] | None = None
    backend: Mapping[str, str] = field(default_factory=dict)
    live: bool = True
    ca_bundle: Path | None = None
    nameserver: Nameserver | None = None
    faults: Faults | None = None

    def session(self, *, region: str | None = None, role: str | None = None) -> "boto3.Session":
        """A session of the AWS SDK that speaks to the target, in the environment's region unless told otherwise.

        With `role` (an ARN), in that role's name. Raises ToolError where the role cannot be assumed.
        """
        from generator.targets.sessions import open_session

        return open_session(self.variables, region=region, role=role)

    @property
    def data_folder(self) -> str:
        """The name under which Terraform keeps what it learned of the backend: each backend has its own."""
        return self.name if self.live else f"{self.name}-empty"
