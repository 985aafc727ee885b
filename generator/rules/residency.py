"""Residency: the region is known and inside the jurisdiction, and so is the state."""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.facts.regions import regions
from generator.findings import Finding
from generator.rules.base import Rule, listed

_RESIDENCY = "https://docs.aws.amazon.com/controltower/latest/controlreference/data-residency-controls.html"


class KnownRegion(Rule):
    """The region is one that Tidegate has facts on."""

    id = "RES001"
    title = "The region is one that Tidegate knows"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.MultiAZDBClusters.html"
    explanation = (
        "Multi-AZ DB clusters are not offered everywhere, and a region whose jurisdiction nobody has written down "
        "cannot be judged."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on an unknown region."""
        region, known = self.environment.region, tuple(regions().zones)
        if region not in known:
            near = get_close_matches(region, known, n=1)
            yield self.finding(
                ("region",),
                f"{region} is not a region that Tidegate knows Multi-AZ DB clusters for MySQL in",
                f"did you mean {near[0]}?" if near else f"choose one of {listed(known)}",
            )


class KnownJurisdiction(Rule):
    """The jurisdiction is one that Tidegate has a map of."""

    id = "RES002"
    title = "The jurisdiction is one that Tidegate knows"
    source = _RESIDENCY
    explanation = "A jurisdiction is a named set of regions between which data may move; the map of them is data."

    def check(self) -> Iterator[Finding]:
        """One finding on an unknown jurisdiction."""
        name, known = self.environment.residency.jurisdiction, tuple(regions().jurisdictions)
        if name not in known:
            yield self.finding(
                ("residency", "jurisdiction"),
                f"`{name}` is not a jurisdiction that Tidegate knows",
                f"write {name.upper()}" if name.upper() in known else f"choose {listed(known)}",
            )


class RegionInJurisdiction(Rule):
    """The region is inside the jurisdiction."""

    id = "RES003"
    title = "The region is inside the jurisdiction"
    source = _RESIDENCY
    explanation = (
        "All data of an environment is in its region, so the region must be one of the jurisdiction's. London "
        "(eu-west-2) is not in `EU`."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a region outside."""
        region, name = self.environment.region, self.environment.residency.jurisdiction
        inside = regions().jurisdictions.get(name)
        if inside is not None and region in regions().zones and region not in inside:
            yield self.finding(
                ("region",),
                f"{region} is outside the jurisdiction {name}",
                f"choose {listed(inside)}, or correct residency.jurisdiction",
            )


class StateElsewhere(Rule):
    """The state's bucket is not called after another region."""

    id = "RES004"
    title = "The state's bucket does not name another region or account"
    severity = "warning"
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    explanation = (
        "Terraform's state holds names, endpoints and addresses of everything in the cell. Its bucket is looked for in "
        "the environment's region and account; a bucket that is called after others is most likely there."
    )

    def check(self) -> Iterator[Finding]:
        """One finding for each other region or account in the bucket's name."""
        bucket = self.environment.state.bucket or ""
        regions_named = [region for region in regions().zones if region in bucket and region != self.environment.region]
        accounts = [part for part in bucket.split("-") if len(part) == 12 and part.isdecimal()]
        for other in (*regions_named, *(each for each in accounts if each != self.environment.account_id)):
            yield self.finding(
                ("state", "bucket"),
                f"the bucket is called after {other}, and the environment is in {self.environment.region} of account "
                f"{self.environment.account_id}",
                f"use a bucket of this region and account, or leave it out for {self._default()}",
            )

    def _default(self) -> str:
        return f"tidegate-state-{self.environment.account_id}-{self.environment.region}"


RULES = (KnownRegion, KnownJurisdiction, RegionInJurisdiction, StateElsewhere)
