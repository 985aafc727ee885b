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
        "An old version makes a cluster in paid Extended Support by default. An engine_lifecycle_support that says "
        "nothing is consent to that; a version that is no MySQL's passes the plan."
    )
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html"
    fix = 'Set engine_version of the database to "8.4", or extended_support_acknowledged to true for an older one.'

    def judge(self, resource: Resource, stack: Stack) -> Iterator[Violation]:
        """A violation on the version, and one on the life cycle."""
        versions = facts("cluster_shape")["engine_versions"]
        lifecycle = resource.get("engine_lifecycle_support")
        if lifecycle not in (_EXTENDED, f"{_EXTENDED}-disabled"):
            message = f"engine_lifecycle_support is {shown(lifecycle)}, and neither consent nor refusal"
            yield Violation(message, attribute="engine_lifecycle_support")
        given = resource.get("engine_version")
        found = _VERSION.fullmatch(stack.text(given) or "")
        allowed = [*versions["supported"], *(versions["extended"] if lifecycle == _EXTENDED else [])]
        if not found or found[1] not in allowed:
            message = f"engine_version is {shown(given)}, and not of {' or '.join(allowed)}"
            yield Violation(message, attribute="engine_version")


check = register(Version)
