"""What all clusters of one sandbox share: the server, its template, addresses, names, certificates, and the outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.backing import ClusterOrder
from sandbox.data_plane.addresses import Addresses
from sandbox.data_plane.certificates import Authority
from sandbox.data_plane.clusters.cluster import Outside
from sandbox.data_plane.names import Names
from sandbox.data_plane.progress import Progress, quiet
from sandbox.data_plane.servers.distribution import Distribution


@dataclass(frozen=True, slots=True)
class Machine:
    """What a cluster is built of.

    `template` makes the data folder that new clusters begin with; it takes a while on its first call. `plugin_folder`
    holds the server's plugins and those of the sandbox, of which `plugins` are loaded at start; `variables` are what
    these need in the environment of a cluster's servers. `progress` is told what a person should know.
    """

    folder: Path
    distribution: Distribution
    template: Callable[[], Path]
    addresses: Addresses
    names: Names
    authority: Authority
    plugin_folder: Path
    plugins: Sequence[str]
    variables: Callable[[ClusterOrder], Mapping[str, str]]
    outside: Outside
    progress: Progress = quiet
