"""What a target is, and how one is opened."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
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


@contextmanager
def opening(name: TargetName, *, account_id: str, region: str) -> Iterator[Callable[[], Target]]:
    """Starts to open the target for an account and region, and closes it behind the block.

    The block gets a function that waits for the target and returns it, so that other work can be done meanwhile.
    The function raises ToolError if the sandbox does not start, AWS does not accept the credentials, or they are
    those of another account.
    """
    if name == "aws":
        from generator.targets.aws import checked_account

        yield partial(checked_account, account_id=account_id, region=region)
        return
    from generator.targets.sandbox import Starting

    starting = Starting(account_id=account_id, region=region)
    try:
        yield starting.target
    finally:
        starting.stop()
