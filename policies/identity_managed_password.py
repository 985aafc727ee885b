"""RDS makes, keeps and rotates the master user's password."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.policy import Policy, Violation
from policies.engine.reading import truth
from policies.engine.stack import Resource, Stack, shown

_MANAGED = "manage_master_user_password"
_PASSWORDS = ("master_password", "master_password_wo", "password", "password_wo")


class ManagedPassword(Policy):
    """The password is managed, and no argument gives another."""

    id = "CKV_TDG_312"
    title = "RDS manages the master user's password"
    category = "identity"
    why = (
        "A password that Terraform is given is in its configuration, its plan or its state, and nobody rotates it. RDS "
        "puts the one that it makes into Secrets Manager, where nobody has to see it."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"
    fix = f"Set {_MANAGED} to true, and remove every password."
    types = ("aws_rds_cluster", "aws_db_instance")

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the database."""
        del stack
        return resource.mode == "managed"

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation unless the password is certainly managed, and for each that is given."""
        del stack
        managed = resource.get(_MANAGED)
        if truth(managed) is not True:
            yield Violation(f"{_MANAGED} is {shown(managed)}, and not true", attribute=_MANAGED)
        for attribute in _PASSWORDS:
            if resource.get(attribute) is not None:
                yield Violation(f"{attribute} gives the master user a password", attribute=attribute)


check = register(ManagedPassword)
