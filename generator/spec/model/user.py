"""A database user of an application."""

from typing import Annotated, Literal

from pydantic import Field

from generator.spec.model.part import Arn, Part

UserName = Annotated[str, Field(min_length=1, max_length=80, examples=["order_writer"])]
Privilege = Literal["SELECT", "INSERT", "UPDATE", "DELETE", "EXECUTE", "CREATE TEMPORARY TABLES", "SHOW VIEW"]


class User(Part):
    """A user that a role may log in as, with an IAM token or with a rotated secret."""

    name: UserName
    """The MySQL user's name."""
    role: Arn
    """The IAM role that may log in as this user, or read the user's secret."""
    endpoint: Literal["writer", "reader"]
    """The endpoint that the user connects to; a reader's user gets no privilege that writes."""
    auth: Literal["iam", "secret"] = "iam"
    """How the user proves who it is: a token that lives 15 minutes, or a password that is rotated."""
    privileges: list[Privilege] | None = None
    """Privileges on the database's schema; left out, SELECT for a reader, and what rows need for a writer."""
    rotation_days: Annotated[int, Field(ge=1, le=1000)] = 30
    """Days between rotations of the secret of a user with `auth: secret`."""

    @property
    def granted(self) -> tuple[str, ...]:
        """The privileges that the user gets on the schema."""
        if self.privileges is not None:
            return tuple(self.privileges)
        return ("SELECT",) if self.endpoint == "reader" else ("SELECT", "INSERT", "UPDATE", "DELETE")
