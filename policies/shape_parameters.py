"""The parameters that durability and replication rest on."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.parameters import nameless, parameter_group, set_to
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown


class PromisedParameters(ClusterPolicy):
    """A commit that was acknowledged is on disk, and with a reader, and can be told from others."""

    id = "CKV_TDG_713"
    title = "No parameter of a cluster takes back what it promises"
    category = "shape"
    why = (
        "That no acknowledged commit is lost rests on a handful of parameters of the very group that the cluster uses: "
        "what is flushed, what is replicated and when, and which member may write."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.html"
    fix = "Remove the parameter from the database's parameters in the spec."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation for each parameter that is set to something else, and for each that must be set and is not."""
        group = parameter_group(resource, stack)
        if group is None:
            given = shown(resource.get("db_cluster_parameter_group_name"))
            message = f"db_cluster_parameter_group_name is {given}, and no parameter group of this stack"
            yield Violation(message, attribute="db_cluster_parameter_group_name")
            return
        if nameless(group, stack):
            yield Violation("it cannot be told which parameters are set", group.address, "parameter")
        for name, promise in facts("promised_parameters")["parameters"].items():
            found = set_to(group, name, stack)
            for value, text in found:
                if text not in promise["keep"]:
                    message = f"{name} is {shown(value)}: {promise['why']}"
                    yield Violation(message, group.address, "parameter")
            if not found and promise.get("required"):
                yield Violation(f"{name} is not set: {promise['why']}", group.address, "parameter")


check = register(PromisedParameters)
