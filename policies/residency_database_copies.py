"""No copy of a database or of storage leaves the jurisdiction."""

from policies.engine.adapter import register
from policies.engine.residency.catalogue import TierPolicy, types_of

_TIER = "t1_database_copies"


class DatabaseCopies(TierPolicy):
    """The entries of the catalogue's tier T1, each with its own reason."""

    id = "CKV_TDG_821"
    title = "No replica, snapshot copy, restore, export or migration crosses the border"
    why = (
        "Copies are declared where they arrive (replicas, automated backups, restores) or where they start (copy "
        "actions, shares, exports). Both are judged, by what each attribute is for."
    )
    source = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html"
    fix = "Keep copies in the environment's account and region, or take the copy out."
    tier = _TIER
    types = types_of(_TIER)


check = register(DatabaseCopies)
