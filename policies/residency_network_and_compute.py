"""No path of a network or of computing leads out of the jurisdiction."""

from policies.engine.adapter import register
from policies.engine.residency.catalogue import TierPolicy, types_of

_TIER = "t4_network_and_compute"


class NetworkAndCompute(TierPolicy):
    """The entries of the catalogue's tier T4, each with its own reason."""

    id = "CKV_TDG_824"
    title = "No network path, route of names or function leads across the border"
    why = (
        "A peering, an endpoint, a tunnel, an edge location or a routing policy copies nothing by itself, and "
        "lets data be carried out or clients be led away."
    )
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/what-is-amazon-vpc.html"
    fix = "Take the path out, or lead it to a resource of this stack."
    tier = _TIER
    types = types_of(_TIER)


check = register(NetworkAndCompute)
