"""No variable, output, provider or backend holds a password."""

from collections.abc import Iterator, Mapping

from policies.engine.adapter import register
from policies.engine.leaves import leaves
from policies.engine.policy import STACK_TYPE, Policy, Violation
from policies.engine.secrecy import looks_secret, names_secret, secret_leaves
from policies.engine.stack import Interpolation, Reference, Resource, Stack, Value


class VariablesAndOutputs(Policy):
    """Whatever stands beside the resources: variables, outputs, the providers' keys, the backend's."""

    id = "CKV_TDG_316"
    title = "No variable, output or provider holds a password or a key"
    category = "identity"
    why = (
        "A variable's default is in the configuration, its value in the plan; an output is in the state for every "
        "reader of it; a provider's keys last until somebody ends them."
    )
    source = "https://developer.hashicorp.com/terraform/language/manage-sensitive-data"
    fix = "Remove it: the role that Terraform runs as has credentials, and applications read secrets by their ARN."
    types = (STACK_TYPE,)

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each value that is, or may be, one."""
        del resource
        for name in stack.variables:
            if names_secret(name):
                yield Violation(f"the variable {name} is there for a secret", attribute=f"variable.{name}")
        others = {name: value for name, value in stack.variables.items() if not names_secret(name)}
        parts: dict[str, Mapping[str, Value]] = {"variable": others, "output": stack.outputs}
        parts |= {f"provider.{each.name}": each.values for each in stack.providers.values()}
        parts["backend"] = stack.backend or {}
        for part, values in parts.items():
            for path in dict.fromkeys(_secrets(values)):
                yield Violation(f"{part}.{path} holds a secret, or what may be one", attribute=f"{part}.{path}")


def _secrets(values: Mapping[str, Value]) -> Iterator[str]:
    yield from (leaf.path for leaf in secret_leaves(values))
    for leaf in leaves(values):
        value = leaf.value
        if isinstance(value, (str, Interpolation)) and looks_secret(str(value)):
            yield leaf.path
        parts = value.parts if isinstance(value, Interpolation) else (value,)
        if any(isinstance(part, Reference) and names_secret(part.attribute.rpartition(".")[2]) for part in parts):
            yield leaf.path


check = register(VariablesAndOutputs)
