"""The parameter group is of the cluster's own version."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.parameters import parameter_group
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown


class ParameterFamily(ClusterPolicy):
    """The family is `mysql` and the major version."""

    id = "CKV_TDG_714"
    title = "A cluster's parameter group is of the family of its version"
    category = "shape"
    why = "The plan accepts any family. AWS refuses a group of another version, and Aurora's families are others."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithDBClusterParamGroups.html"
    fix = "Set family to mysql and the major version, such as mysql8.4."

    def applies(self, resource: Resource, stack: Stack) -> bool:
        """Whether the stack makes the cluster, with a parameter group of its own."""
        return super().applies(resource, stack) and parameter_group(resource, stack) is not None

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the family goes with the version."""
        group = parameter_group(resource, stack)
        major = ".".join((stack.text(resource.get("engine_version")) or "?").split(".")[:2])
        if group is not None and stack.text(group.get("family")) != f"mysql{major}":
            message = f"family is {shown(group.get('family'))}, and not mysql{major}"
            yield Violation(message, group.address, "family")


check = register(ParameterFamily)
