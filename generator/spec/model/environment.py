"""An environment: one region, one account, one Terraform state."""

from typing import Annotated, Literal

from pydantic import Field

from generator.spec.model.database import Database
from generator.spec.model.delivery import Delivery
from generator.spec.model.network import Network
from generator.spec.model.part import Part, Text

AccountId = Annotated[str, Field(pattern=r"^[0-9]{12}$", examples=["222222222222"])]
EnvironmentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=24, examples=["eu-west-1"])]
DatabaseName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", examples=["orders"])]
Email = Annotated[
    str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254, examples=["orders-oncall@example.com"])
]
RegionName = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$", examples=["eu-west-1"])]


class Owner(Part):
    """Who answers for the environment."""

    team: Text
    """The team's name; a tag on every resource."""
    email: Email
    """Where alarms go, and a tag on every resource."""


class Residency(Part):
    """Where the data may be, and what kind of data it is."""

    jurisdiction: Annotated[str, Field(examples=["EU"])]
    """The named set of regions that the data may not leave."""
    classification: Literal["public", "internal", "personal"] = "personal"
    """The most sensitive kind of data in the environment."""


class State(Part):
    """Where Terraform keeps the environment's state."""

    bucket: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] | None = None
    """The S3 bucket, in the environment's region; left out, `tidegate-state-<account>-<region>`."""


class Vault(Part):
    """The AWS Backup vault that the snapshots of all databases go to."""

    lock: Literal["governance", "compliance"] = "governance"
    """Compliance cannot be taken back, by nobody, once `cooling_off_days` are over."""
    cooling_off_days: Annotated[int, Field(ge=3, le=36500)] = 3
    """Days in which a compliance lock can still be removed."""
    min_retention_days: Annotated[int, Field(ge=1, le=36500)] = 7
    """A snapshot cannot be made to expire sooner."""
    max_retention_days: Annotated[int, Field(ge=1, le=36500)] = 365
    """A snapshot cannot be kept longer."""


class Alerts(Part):
    """Who hears of alarms and events, beside the owner's address."""

    emails: list[Email] = []
    """Further addresses."""
    runbook_url: Annotated[str, Field(pattern=r"^https://[A-Za-z0-9][A-Za-z0-9./_~-]*$", max_length=200)] | None = None
    """Where the runbooks are published; alarms link to `<url>/<environment>/<runbook>.md` there."""


class Drills(Part):
    """Exercises on the live cluster."""

    allowed: bool = False
    """Whether drills may be held on the AWS account; they end connections and fail over. A sandbox needs it not."""


class Environment(Part):
    """The content of one file under `environments/`; its name is the file's name."""

    environment: EnvironmentName
    """The environment's name; the file is called the same."""
    region: RegionName
    """The AWS region that everything is in."""
    account_id: AccountId
    """The AWS account that everything is in; Terraform refuses any other."""
    owner: Owner
    """Who answers for it."""
    residency: Residency
    """Where the data may be."""
    network: Network
    """The VPC and who may reach the databases."""
    databases: Annotated[dict[DatabaseName, Database], Field(min_length=1)]
    """The clusters, by their identifier."""
    vault: Vault = Vault()
    """The backup vault."""
    alerts: Alerts = Alerts()
    """Who hears of alarms."""
    drills: Drills = Drills()
    """Exercises on the live cluster."""
    state: State = State()
    """Terraform's state."""
    delivery: Delivery | None = None
    """Which repository's workflows may plan and apply it; left out, nobody's."""
    deletion_protection: bool = True
    """Whether Terraform refuses to destroy keys, vault and logs."""

    @property
    def state_bucket(self) -> str:
        """The name of the bucket that holds the Terraform state."""
        return self.state.bucket or f"tidegate-state-{self.account_id}-{self.region}"
