"""What every part of the spec has in common."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A mapping of the spec: unknown keys are refused, values keep the type that was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


Text = Annotated[str, Field(min_length=1, max_length=256)]
"""Free text of an owner or a description; anything that Terraform would interpolate is escaped later."""

_ARN = "arn:aws:iam::222222222222:role/orders"
Arn = Annotated[
    str, Field(pattern=r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([0-9]{12})?:.+$", max_length=2048, examples=[_ARN])
]
"""An Amazon Resource Name, of any service.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (checked 2026-11-22).
"""

TimeRange = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""`hh:mm-hh:mm` in UTC."""

WeeklyRange = Annotated[
    str,
    Field(
        pattern=r"^(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]"
        r"-(mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9]$"
    ),
]
"""`ddd:hh:mm-ddd:hh:mm` in UTC."""
