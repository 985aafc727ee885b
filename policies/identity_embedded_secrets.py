"""No text holds a password or a key, whatever it is called."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.leaves import leaves
from policies.engine.policy import Policy, Violation
from policies.engine.secrecy import looks_secret
from policies.engine.stack import Interpolation, Resource, Stack


class EmbeddedSecrets(Policy):
    """Texts are searched for what looks like a secret: user data (also in base64), scripts, URLs, tags."""

    id = "CKV_TDG_317"
    title = "No text holds a password or a key"
    category = "identity"
    why = "A start script with `mysql --password=…`, or a URL with a user and a password, is read by many, and stays."
    source = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html"
    fix = "Read the secret at run time from Secrets Manager, or log in with an IAM token."
    types = ("*",)

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether it has any such text."""
        del stack
        return any(_secrets(resource))

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each such text, which it does not show."""
        del stack
        for path in _secrets(resource):
            yield Violation(f"{path} holds what looks like a password or a key", attribute=path)


def _secrets(resource: Resource) -> Iterator[str]:
    for leaf in leaves(resource.values):
        if isinstance(leaf.value, (str, Interpolation)) and looks_secret(str(leaf.value)):
            yield leaf.path


check = register(EmbeddedSecrets)
