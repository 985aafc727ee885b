"""How a target is opened, and closed again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from generator.targets.aws import checked_account
from generator.targets.background import running
from generator.targets.ready import sandbox_target
from generator.targets.sandbox import Starting
from generator.targets.target import Target, TargetName


@contextmanager
def opening(
    name: TargetName, *, account_id: str, region: str, sandbox: Path | None = None
) -> Iterator[Callable[[], Target]]:
    """Starts to open the target for an account and region, and closes it behind the block.

    The block gets a function that waits for the target and returns it, so that other work can be done meanwhile.
    Where a sandbox runs out of the folder `sandbox`, it is the target and stays; else one is started that ends with
    the block. The function raises ToolError if the sandbox does not start, AWS does not accept the credentials, or
    they are those of another account.
    """
    if name == "aws":
        yield partial(checked_account, account_id=account_id, region=region)
        return
    ready = running(sandbox) if sandbox else None
    if ready:
        yield partial(sandbox_target, ready, account_id=account_id, region=region, live=True)
        return
    starting = Starting(account_id=account_id, region=region)
    try:
        yield starting.target
    finally:
        starting.stop()
