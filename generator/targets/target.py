"""What a target is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

TargetName = Literal["sandbox", "aws"]
NAMES: tuple[TargetName, ...] = get_args(TargetName)


@dataclass(frozen=True, slots=True)
class Target:
    """A place that plans are made against.

    `variables` replace the environment variables of the same names for every process that speaks to the target
    (None removes one); `override` is a Terraform override file's content, where the target needs one.
    """

    name: TargetName
    variables: Mapping[str, str | None] = field(default_factory=dict)
    override: Mapping[str, object] | None = None
