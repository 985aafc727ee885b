"""How a target is opened, and closed again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from generator.targets.aws import checked_account
from generator.targets.sandbox import Starting
from generator.targets.target import Target, TargetName


@contextmanager
def opening(name: TargetName, *, account_id: str, region: str) -> Iterator[Callable[[], Target]]:
    """Starts to open the target for an account and region, and closes it behind the block.

    The block gets a function that waits for the target and returns it, so that other work can be done meanwhile.
    The function raises ToolError if the sandbox does not start, AWS does not accept the credentials, or they are
    those of another account.
    """
    if name == "aws":
        yield partial(checked_account, account_id=account_id, region=region)
        return
    starting = Starting(account_id=account_id, region=region)
    try:
        yield starting.target
    finally:
        starting.stop()
