"""Nothing runs or makes what no policy can see."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.stack import Resource, Stack

_COMMANDS = ("provisioner", "connection")
_PROVIDER = "aws_"


class NothingHidden(Policy):
    """Provisioners run commands, and other providers make things of which nothing is known here."""

    id = "CKV_TDG_815"
    title = "No provisioner and no resource of another provider"
    category = "residency"
    why = (
        "A provisioner can copy a database to anywhere with one command, and what another provider makes or reads has "
        "neither region nor account that could be judged."
    )
    source = "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax"
    fix = "Take it out."
    types = ("*",)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation for another provider's resource, and one for each way to run a command."""
        del stack
        if not resource.type.startswith(_PROVIDER):
            yield Violation(f"{resource.type} is no resource of AWS, so that nobody can tell where it leads")
        for name in _COMMANDS:
            if resource.get(name) not in (None, [], {}):
                yield Violation(f"{name} runs what no policy can see", attribute=name)


check = register(NothingHidden)
