"""What stands behind a cluster: three MySQL servers, kept as RDS keeps them."""

from pathlib import Path

from sandbox.backing import DataPlane, Judge


def opened(folder: Path, judge: Judge) -> DataPlane:
    """The data plane of a sandbox that keeps its state in `folder`.

    Raises DataPlaneError if the machine lacks what it needs, and BackingError if a kept cluster does not come up.
    """
    from sandbox.data_plane.opening import open_data_plane

    return open_data_plane(folder, judge)
