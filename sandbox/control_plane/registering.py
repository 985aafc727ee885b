"""Puts our classes in moto's places, once a process."""

import os
from functools import cache

from moto.rds.responses import RDSResponse

from sandbox.control_plane import s3
from sandbox.control_plane.access import enforcing
from sandbox.control_plane.extending import extend
from sandbox.control_plane.rds.backend import ClusterBackend
from sandbox.control_plane.rds.responses import ClusterResponse
from sandbox.control_plane.services import backup, cloudwatch, ec2, functions, iam, kms, logs, route53, secrets


@cache
def register() -> None:
    """Extends moto's services."""
    # Nobody asks for machine images here, and each region would hold a megabyte of them.
    os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"
    extend("rds", ClusterBackend, {RDSResponse: ClusterResponse})
    s3.install()
    enforcing.install()
    for service in (backup, cloudwatch, ec2, functions, iam, kms, logs, route53, secrets):
        service.register()
