"""What Terraform tells while it works, counted, and what ended it, understood."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from generator.errors import ToolError
from generator.terraform.diagnostics import Diagnostic, Event
from generator.terraform.endings import ending


@dataclass(slots=True)
class Progressing:
    """Takes events; `made` are the addresses that are done, `failed` those that were refused."""

    planned: int = 0
    made: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    going: Counter[str] = field(default_factory=Counter)
    note: Callable[[str], None] = lambda _text: None

    def __call__(self, event: Event) -> None:
        """Counts one event."""
        address = event.address
        if address is None or address.startswith("data."):
            return
        if event.type == "apply_start":
            self.going[address] += 1
        elif event.type in ("apply_complete", "apply_errored"):
            self.going.pop(address, None)
            (self.made if event.type == "apply_complete" else self.failed).append(address)
        self.note(f"{len(self.made)} of {self.planned}{self._longest()}")

    def _longest(self) -> str:
        return f", waiting for {next(iter(self.going))}" if self.going else ""

    @property
    def summary(self) -> str:
        """What was made before the end."""
        return f"{len(self.made)} of {self.planned} changes were made and are in the state"


def raise_if_general(errors: list[Diagnostic], so_far: str) -> None:
    """Raises ToolError where what ended Terraform is not about one resource; `so_far` says what was made."""
    for each in errors:
        ended = ending(each.one_line)
        if ended:
            message, fix = ended
            raise ToolError(f"{message}: {so_far} ({_short(each.one_line)})", fix=fix)


def is_locked(errors: list[Diagnostic]) -> bool:
    """Whether Terraform gave up waiting for the state's lock."""
    return any("acquiring the state lock" in each.one_line for each in errors)


def is_stale(errors: Sequence[Diagnostic]) -> bool:
    """Whether somebody changed the state after the plan was made: Terraform then does nothing of it."""
    return any(each.summary == "Saved plan is stale" for each in errors)


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:200]}…"
