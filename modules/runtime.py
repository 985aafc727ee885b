"""The one door to CDKTF's core: whatever moves to its continuation changes here, and in the constructs' imports."""

from cdktf import (
    App,
    S3Backend,
    TerraformIterator,
    TerraformOutput,
    TerraformResourceLifecycle,
    TerraformStack,
)
from constructs import Construct

__all__ = [
    "App",
    "Construct",
    "S3Backend",
    "TerraformIterator",
    "TerraformOutput",
    "TerraformResourceLifecycle",
    "TerraformStack",
]
