"""What the servers behind the clusters cannot do: refused by name, with the reason."""

from sandbox.backing import Feature
from sandbox.control_plane.context import CONTEXT
from sandbox.control_plane.rds.refusals.refusing import COMBINATION, refuse


def served(feature: Feature) -> None:
    """Raises RDSClientError for what RDS can and this sandbox's server cannot."""
    if reason := CONTEXT.backing.lacks().get(feature):
        refuse(COMBINATION, f"{CONTEXT.backing.engine()} serves no {feature}: {reason}.")
