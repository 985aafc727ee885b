"""No tool deploys, copies or shares outside of the jurisdiction."""

from policies.engine.adapter import register
from policies.engine.residency.catalogue import TierPolicy, types_of

_TIER = "t5_deployment_tools"


class DeploymentTools(TierPolicy):
    """The entries of the catalogue's tier T5, each with its own reason."""

    id = "CKV_TDG_825"
    title = "No tool deploys or shares outside of what this stack shows"
    why = (
        "What a stack set, a share or a pipeline makes is in no render and no plan of this environment, so that "
        "no policy can judge it."
    )
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html"
    fix = "Take it out, and write what it makes as resources of this stack."
    tier = _TIER
    types = types_of(_TIER)


check = register(DeploymentTools)
