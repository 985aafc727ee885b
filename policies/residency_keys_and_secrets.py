"""No key and no secret leaves the jurisdiction."""

from policies.engine.adapter import register
from policies.engine.residency.catalogue import TierPolicy, types_of

_TIER = "t2_keys_and_secrets"


class KeysAndSecrets(TierPolicy):
    """The entries of the catalogue's tier T2, each with its own reason."""

    id = "CKV_TDG_822"
    title = "No key or secret is replicated or given to others"
    why = (
        "A replica of a secret opens the database from elsewhere, and a key that can be replicated takes its "
        "material over the border for good."
    )
    source = "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html"
    fix = "Use single-region keys and secrets without replicas, and name nobody of another account."
    tier = _TIER
    types = types_of(_TIER)


check = register(KeysAndSecrets)
