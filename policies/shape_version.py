"""The cluster's version is supported, or paid for knowingly."""

import re
from collections.abc import Iterator

from policies.engine.adapter import register
from policies.engine.clusters import ClusterPolicy
from policies.engine.facts import facts
from policies.engine.policy import Violation
from policies.engine.stack import Resource, Stack, shown

_VERSION = re.compile(r"(\d+\.\d+)(?:\.\d+)?")
_EXTENDED = "open-source-rds-extended-support"


class Version(ClusterPolicy):
    """A supported MySQL, and a word on what happens when its support ends."""

    id = "CKV_TDG_705"
    title = "A cluster's MySQL version is supported, and Extended Support is chosen or refused"
    category = "shape"
    why = (
        "Without engine_lifecycle_support a cluster slides into paid Extended Support when its version ages; with an "
        "old version it starts there, and without consent cannot be made. Any version passes the plan."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html"
    fix = 'Set engine_version of the database to "8.4", or extended_support_acknowledged to true for an older one.'

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on a version that is none of MySQL's, or one on a life cycle that does not go with it."""
        versions = facts("cluster_shape")["engine_versions"]
        given = resource.get("engine_version")
        found = _VERSION.fullmatch(stack.text(given) or "")
        major = found[1] if found else None
        if major not in (*versions["supported"], *versions["extended"]):
            allowed = " or ".join((*versions["supported"], *versions["extended"]))
            yield Violation(f"engine_version is {shown(given)}, and not of {allowed}", attribute="engine_version")
            return
        wanted = f"{_EXTENDED}-disabled" if major in versions["supported"] else _EXTENDED
        lifecycle = resource.get("engine_lifecycle_support")
        if stack.text(lifecycle) != wanted:
            message = f"engine_lifecycle_support is {shown(lifecycle)}, and with {major} not {wanted}"
            yield Violation(message, attribute="engine_lifecycle_support")


check = register(Version)
