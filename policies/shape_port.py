"""The cluster's port is given, and one that it can have."""

from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy, port
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown

_LOWEST = 1150
_HIGHEST = 65535


class Port(ClusterPolicy):
    """A port from 1150 on: it cannot be changed later."""

    id = "CKV_TDG_707"
    title = "A cluster's port is given, from 1150 to 65535"
    category = "shape"
    why = "Rules of the security group are for this one port. AWS refuses lower ones, and any change, after the plan."
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    fix = "Remove port from the database's part of the spec, or set it to a number from 1150 on."

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """One violation unless the port is known, and in the range."""
        del stack
        given = port(resource)
        if given is None or not _LOWEST <= given <= _HIGHEST:
            message = f"port is {shown(resource.get('port'))}, and not {_LOWEST} to {_HIGHEST}"
            yield Violation(message, attribute="port")


check = register(Port)
