"""The network that a cell lives in, and who may reach the databases in it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from generator.spec.model.part import Part, Text

Cidr = Annotated[str, Field(pattern=r"^[0-9A-Fa-f.:]+/[0-9]{1,3}$", examples=["10.20.0.0/16"])]
ZoneName = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$", examples=["eu-west-1a"])]
SecurityGroupId = Annotated[str, Field(pattern=r"^sg-([0-9a-f]{8}|[0-9a-f]{17})$", examples=["sg-0a1b2c3d4e5f60718"])]
ClientName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", examples=["order-gateway"])]


class Client(Part):
    """Someone who may connect to the databases: by security group or by address, never both."""

    name: ClientName
    """What the client is called in the rules' descriptions."""
    security_group: SecurityGroupId | None = None
    """The security group that the client's hosts wear."""
    cidr: Cidr | None = None
    """The address range that the client connects from."""
    description: Text | None = None
    """Free text for whoever reads the security group."""

    @model_validator(mode="after")
    def _names_one_origin(self) -> Self:
        if (self.security_group is None) == (self.cidr is None):
            raise ValueError("a client has exactly one of `security_group` and `cidr`")
        return self


class Network(Part):
    """A VPC of the cell's own, with one private subnet in each of three availability zones."""

    cidr: Cidr
    """The VPC's IPv4 range; three subnets and the interface endpoints are cut from it."""
    availability_zones: Annotated[list[ZoneName], Field(min_length=3, max_length=3)]
    """The three zones that the cluster's members live in."""
    subnets: Annotated[list[Cidr], Field(min_length=3, max_length=3)] | None = None
    """The ranges of the three subnets, in the order of their zones; left out, they are cut from the VPC's range."""
    clients: list[Client] = []
    """Who may connect on the database port; nobody else can."""
