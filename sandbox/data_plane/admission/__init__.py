"""Who may connect: what the security groups of a cluster admit, held by the kernel at the servers' sockets."""

from sandbox.data_plane.admission.doorkeeper import Door, Doorkeeper, keep_private
from sandbox.data_plane.admission.sockets import NotPermittedError, check_permitted

__all__ = ["Door", "Doorkeeper", "NotPermittedError", "check_permitted", "keep_private"]
