"""Puts our classes in moto's places, once a process."""

from functools import cache

from moto.rds.responses import RDSResponse

from sandbox.control_plane import s3
from sandbox.control_plane.extending import extend
from sandbox.control_plane.rds.backend import ClusterBackend
from sandbox.control_plane.rds.responses import ClusterResponse
from sandbox.control_plane.services import backup, cloudwatch, ec2, functions, iam, kms, route53, secrets


@cache
def register() -> None:
    """Extends moto's services."""
    extend("rds", ClusterBackend, {RDSResponse: ClusterResponse})
    s3.install()
    for service in (backup, cloudwatch, ec2, functions, iam, kms, route53, secrets):
        service.register()
