"""What was put into a stack, and which part of the spec each resource came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a resource came from: the module that made it and the spec path that asked for it.

    `attributes` maps an attribute of the resource to a spec path of its own; `blocks` are written with dots
    (`serverlessv2_scaling_configuration.max_capacity`).
    """

    address: str
    module: str
    spec: str
    attributes: Mapping[str, str] = field(default_factory=dict)


class Register:
    """The origins of a stack's resources and data sources, by Terraform address."""

    def __init__(self) -> None:
        self._origins: dict[str, Origin] = {}
        self._files: dict[str, bytes] = {}
        self._entries = 0

    def add(self, origin: Origin) -> None:
        """Enters a resource. A second one at the same address counts, but cannot be told apart."""
        self._entries += 1
        self._origins[origin.address] = origin

    @property
    def entries(self) -> int:
        """How many resources were put in, whether or not their addresses differ."""
        return self._entries

    @property
    def origins(self) -> Mapping[str, Origin]:
        """The origins by address."""
        return self._origins

    def add_file(self, path: str, content: bytes) -> None:
        """Enters a file that stands beside the render; `path` is relative to it, with slashes."""
        self._files[path] = content

    @property
    def files(self) -> Mapping[str, bytes]:
        """The content of the files beside the render, by relative path."""
        return self._files
