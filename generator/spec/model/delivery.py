"""How an environment is planned and applied: from which repository, by roles of its own."""

from typing import Annotated

from pydantic import Field

from generator.spec.model.part import Part


class Delivery(Part):
    """The repository whose workflows may plan and apply the environment; without it, no roles are rendered."""

    repository: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$", examples=["example/databases"])
    ]
    """The repository on GitHub, as `owner/name`."""
    branch: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$")] = "main"
    """The branch that is applied from."""
    provider: Annotated[str, Field(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}(/[A-Za-z0-9._/-]+)?$")] = (
        "token.actions.githubusercontent.com"
    )
    """The OpenID Connect provider of the account that vouches for workflows; it has to be there already."""
