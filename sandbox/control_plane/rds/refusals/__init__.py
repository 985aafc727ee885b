"""What RDS refuses of a Multi-AZ DB cluster, with its own error codes. One function a rule."""

from sandbox.control_plane.rds.refusals.refusing import refuse

__all__ = ["refuse"]
