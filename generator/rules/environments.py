"""Rules across environments: what may be there only once, and what must not be in two places."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from generator.findings import Finding
from generator.rules.addresses import overlap, read
from generator.rules.base import Described
from generator.spec.document import Document, Path
from generator.spec.model import Environment

Placed = tuple[Document, Environment]


class TogetherRule(Described, ABC):
    """A rule about several specs."""

    @abstractmethod
    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """What is wrong, said of the later spec."""


class SameName(TogetherRule):
    """A name is one environment's."""

    id = "ENV001"
    title = "No two environments have the same name"
    source = "docs/spec.md"
    explanation = "The name is that of the file, the state and many resources; two of a name would share them."

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each environment whose name was there before."""
        seen: dict[str, str] = {}
        for document, environment in specs:
            file = seen.setdefault(environment.environment, document.file)
            if file != document.file:
                message = f"`{environment.environment}` is also the environment in {file}"
                yield self.found_in(document, ("environment",), message, "give each environment a name of its own")


class OverlappingRanges(TogetherRule):
    """Each VPC has addresses of its own."""

    id = "ENV002"
    title = "The VPCs of two environments have no address in common"
    source = "https://docs.aws.amazon.com/vpc/latest/peering/invalid-peering-configurations.html"
    explanation = (
        "Ranges that overlap can never be connected, not even for a recovery inside the jurisdiction, and a client's "
        "range would mean hosts of either VPC. A VPC's range cannot be changed later."
    )

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each pair of ranges that overlap."""
        ranges = [(document, each.network.cidr, read(each.network.cidr)) for document, each in specs]
        for index, (document, cidr, network) in enumerate(ranges):
            for first, other_cidr, other in ranges[:index]:
                if network is not None and other is not None and overlap(network, other):
                    message = f"{cidr} overlaps {other_cidr} of {first.file}"
                    yield self.found_in(document, ("network", "cidr"), message, "choose a range that is free")


class AccountInTwoJurisdictions(TogetherRule):
    """An account is in one jurisdiction."""

    id = "ENV003"
    title = "No account is in two jurisdictions"
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"
    explanation = (
        "Within an account no policy can keep data of one region from another that is allowed too: a region-deny "
        "exempts global services and cross-region calls. An account for each jurisdiction does."
    )

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each account that another jurisdiction has already."""
        owners: dict[str, tuple[str, str]] = {}
        for document, environment in specs:
            name = environment.residency.jurisdiction
            first, file = owners.setdefault(environment.account_id, (name, document.file))
            if first != name:
                message = f"account {environment.account_id} holds data of {first} in {file}, and here of {name}"
                yield self.found_in(document, ("account_id",), message, f"use an account for {name} alone")


class SameCluster(TogetherRule):
    """A cluster's identifier is free in its account and region."""

    id = "ENV004"
    title = "No two environments have the same database in one account and region"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
    explanation = "A cluster's identifier is unique in an account and region; the second one cannot be made."

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each database whose identifier was there before."""
        seen: dict[tuple[str, str, str], str] = {}
        for document, environment in specs:
            for name in environment.databases:
                place = (environment.account_id, environment.region, name)
                file = seen.setdefault(place, document.file)
                if file != document.file:
                    message = f"account {place[0]} has a cluster `{name}` in {place[1]} already, by {file}"
                    fix = "give the database another key, or the environment another account"
                    yield self.found_in(document, ("databases", name), message, fix, key=True)


class SharedBucket(TogetherRule):
    """A state's bucket belongs to one region of one account."""

    id = "ENV005"
    title = "Environments of different regions or accounts do not share a state bucket"
    source = "https://developer.hashicorp.com/terraform/language/backend/s3"
    explanation = (
        "The name of a bucket is unique in all of AWS, and the bucket is in one region of one account. For one of the "
        "two environments the state would be somewhere else."
    )

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each bucket that another region or account has already."""
        seen: dict[str, tuple[tuple[str, str], str]] = {}
        for document, environment in specs:
            place = (environment.account_id, environment.region)
            first, file = seen.setdefault(environment.state_bucket, (place, document.file))
            if first != place:
                message = f"{environment.state_bucket} holds the state of {file}, of another region or account"
                fix = "give each its own bucket, or leave it out"
                yield self.found_in(document, ("state", "bucket"), message, fix)


class SharedSecurityGroup(TogetherRule):
    """A client's security group is of one VPC."""

    id = "ENV006"
    title = "A client's security group is not named in two accounts or regions"
    source = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html"
    explanation = (
        "A security group is in one VPC of one region and account, and its id is unique. Named in two environments "
        "it is a copy that was forgotten, and one of the two lets in nobody, or is refused."
    )

    def check(self, specs: Sequence[Placed]) -> Iterator[Finding]:
        """One finding for each group that another region or account has already."""
        seen: dict[str, tuple[tuple[str, str], str]] = {}
        for document, environment in specs:
            place = (environment.account_id, environment.region)
            for index, client in enumerate(environment.network.clients):
                if client.security_group is None:
                    continue
                first, file = seen.setdefault(client.security_group, (place, document.file))
                if first != place:
                    path: Path = ("network", "clients", index, "security_group")
                    message = f"{client.security_group} is a client's in {file}, in another region or account"
                    yield self.found_in(document, path, message, "name the group of this region and account")


RULES = (SameName, OverlappingRanges, AccountInTwoJurisdictions, SameCluster, SharedBucket, SharedSecurityGroup)
