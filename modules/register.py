"""What was put into a stack, and which part of the spec each resource came from."""

from collections.abc import Iterator, Mapping
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
        self._resources: list[tuple[str, object]] = []

    def add(self, origin: Origin, resource: object) -> None:
        """Enters a resource. A second one at the same address counts, but cannot be told apart."""
        self._resources.append((origin.address, resource))
        self._origins[origin.address] = origin

    @property
    def entries(self) -> int:
        """How many resources were put in, whether or not their addresses differ."""
        return len(self._resources)

    def strays(self) -> Iterator[tuple[str, str]]:
        """Address and name of every attribute that was set on a resource that has no such argument.

        The bindings turn an argument into a property of the class; anything else stays on the Python object,
        and is never rendered.
        """
        for address, resource in self._resources:
            yield from ((address, name) for name in vars(resource) if not name.startswith("__jsii"))

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
