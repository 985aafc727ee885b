"""Whether a plan was made on the state of the account that it is for."""

import re
from collections.abc import Iterator

from generator.findings import Finding
from generator.guards.base import Guard
from generator.terraform.plan import Change

_ARN_ACCOUNT = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):")


class OtherAccount(Guard):
    """No state of another account is taken for this one's."""

    id = "GRD090"
    title = "The state is the account's own"
    source = "docs/guards.md"
    explanation = (
        "What the state says exists has ARNs, and an ARN names its account. If that is another one than the "
        "spec's, the plan was made on another environment's state: applied, it would delete there or make "
        "everything twice. It cannot be waived."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each other account."""
        own = self.circumstances.account_id
        seen: set[str] = set()
        for change in self.plan.changes:
            account = _account(change)
            if account and account != own and account not in seen:
                seen.add(account)
                message = f"{change.address} exists in account {account}, and the spec is of account {own}"
                fix = "plan with the state of this environment; see docs/state.md"
                yield self.finding(change, None, message, fix, effect="unknown")


def _account(change: Change) -> str | None:
    found = _ARN_ACCOUNT.match(str(change.before.get("arn") or "")) if not change.resource.startswith("data.") else None
    return found.group(1) if found else None


GUARDS = (OtherAccount,)
