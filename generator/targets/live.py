"""The target that something is applied to: AWS, or the sandbox that stays, started where it does not run."""

from collections.abc import Callable, Sequence
from pathlib import Path

from generator.targets.aws import checked_account
from generator.targets.background import IDLE_MINUTES, ensure
from generator.targets.ready import sandbox_target
from generator.targets.target import Target, TargetName


def live_target(
    name: TargetName,
    *,
    account_id: str,
    region: str,
    sandbox: Path,
    accounts: Sequence[str],
    say: Callable[[str], None],
) -> Target:
    """The target for an account and region; `accounts` are all that a sandbox has to know.

    `say` hears of a sandbox that is started. Raises ToolError and MisuseError as `opening` does.
    """
    if name == "aws":
        return checked_account(account_id=account_id, region=region)
    ready, started = ensure(sandbox, accounts, say=say)
    if started:
        say(f"started a sandbox; it stops after {IDLE_MINUTES} minutes without a call, or by `make sandbox-stop`")
    return sandbox_target(ready, account_id=account_id, region=region, live=True)
