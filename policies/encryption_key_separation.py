"""Each kind of data has a key of its own."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.facts import facts
from policies.engine.keys import key_behind
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack


class KeySeparation(Policy):
    """What one key encrypts is of one kind, as far as that is known of the arguments that name it."""

    id = "CKV_TDG_119"
    title = "One key encrypts one kind of data"
    category = "encryption"
    why = (
        "Who may use a key can read everything under it: whoever may read alarms' messages would be able to decrypt "
        "snapshots, if both had one key. A key's policy can be narrow only if its purpose is."
    )
    source = "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/kms.html"
    fix = "Name the key that the stack makes for this purpose."
    types = ("aws_kms_key",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the key."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for each use of the key that is of another kind than its first."""
        uses = sorted(_uses(resource, stack), key=lambda use: (use[1].address, use[2]))
        kinds = {kind for kind, _, _ in uses}
        for kind, user, attribute in uses if len(kinds) > 1 else ():
            others = ", ".join(sorted(kinds - {kind}))
            yield Violation(
                f"{user.address} puts {kind} under a key that is also for {others}", user.address, attribute
            )


def _uses(key: Resource, stack: Stack) -> Iterator[tuple[str, Resource, str]]:
    for kind, arguments in facts("key_purposes")["kinds"].items():
        for argument in arguments:
            type_, _, attribute = argument.partition(".")
            for user in stack.of(type_):
                if key_behind(user.get(attribute), stack) == key:
                    yield kind, user, attribute


check = register(KeySeparation)
