"""Users: names that MySQL takes and no SQL breaks on, roles of the own account, privileges that fit the endpoint."""

import re
from collections.abc import Iterator

from generator.facts.identifiers import identifiers
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.spec.document import Path
from generator.spec.model import Database, User

_NAMES = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WRITES = ("INSERT", "UPDATE", "DELETE")


class UserRule(DatabaseRule):
    """A rule about each user of each database."""

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """What is wrong with each user."""
        for index, user in enumerate(database.users):
            yield from self.check_user(user, (*path, "users", index))

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """What is wrong with the user at `path`."""
        raise NotImplementedError


class UserNameLength(UserRule):
    """The name fits into MySQL's catalogue."""

    id = "USR001"
    title = "A user's name is not longer than MySQL allows"
    source = "https://dev.mysql.com/doc/refman/8.4/en/user-names.html"
    explanation = "A user's name has at most 32 characters; a longer one is refused when the user is created."

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on a long name."""
        longest = identifiers().longest_user
        if len(user.name) > longest:
            message = f"the name has {len(user.name)} characters, and a user can have {longest}"
            yield self.finding((*path, "name"), message, f"shorten it to {longest} characters")


class UserNameCharacters(UserRule):
    """The name needs no quoting anywhere."""

    id = "USR002"
    title = "A user's name has letters, digits, underscores and hyphens only"
    source = _NAMES
    explanation = (
        "The name stands in SQL, in the resource of an IAM policy and in names of resources. A quote could end a "
        "string in SQL, and a `*` or `?` in the policy would let the role in as other users."
    )

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on a name with anything else in it."""
        if not _NAME.fullmatch(user.name):
            yield self.finding(
                (*path, "name"),
                f"`{user.name}` has something else than letters, digits, underscores and hyphens, or no letter first",
                "call the user something like order_writer",
            )


class TakenUserName(DatabaseRule):
    """The name is free."""

    id = "USR003"
    title = "A user's name is not one of RDS, MySQL or the master user"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.CommonDBATasks.html"
    explanation = (
        "RDS and MySQL make users of their own, and the master user is there already. The SQL that creates an "
        "application's user would fail on them, or change what they may do."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each name that is taken."""
        for index, user in enumerate(database.users):
            master = user.name.lower() == database.master_username.lower()
            if master or user.name.lower() in identifiers().taken_users:
                yield self.finding(
                    (*path, "users", index, "name"),
                    f"`{user.name}` is {'the master user' if master else 'a user that RDS or MySQL has already'}",
                    "give the application's user a name of its own",
                )


class DuplicateUser(DatabaseRule):
    """Each user is there once."""

    id = "USR004"
    title = "No two users of a database have the same name"
    source = _NAMES
    explanation = (
        "Two entries of one name would be one user with the grants of both. A user with a rotated secret also takes "
        "the name that ends in `_clone`."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each name that is taken by another entry."""
        taken: dict[str, str] = {}
        for index, user in enumerate(database.users):
            where, fix = (*path, "users", index, "name"), "give each user a name of its own"
            if user.name in taken:
                reason = f", which {taken[user.name]} takes turns with" if taken[user.name] != user.name else ""
                yield self.finding(where, f"there is a user {user.name} already{reason}", fix)
            taken.setdefault(user.name, user.name)
            clone = user.name + identifiers().alternate_suffix
            if user.auth == "secret" and (clone in taken or clone == database.master_username):
                yield self.finding(where, f"{user.name} takes turns with {clone}, and there is such a user", fix)
            if user.auth == "secret":
                taken.setdefault(clone, user.name)


class PrivilegesAtTheReader(UserRule):
    """A user of the reader endpoint only reads."""

    id = "USR005"
    title = "A user of the reader endpoint has no privilege that writes"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-connection-management.html"
    explanation = (
        "Readers refuse writes, but grants hold on all members: such a user could write as soon as it finds the "
        "writer, and after a failover the reader endpoint may lead there for a moment."
    )

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding for each privilege that writes."""
        if user.endpoint == "writer":
            return
        for index, privilege in enumerate(user.privileges or ()):
            if privilege in _WRITES:
                yield self.finding(
                    (*path, "privileges", index),
                    f"{user.name} connects to the reader endpoint and would be granted {privilege}",
                    f"remove {privilege}, or set endpoint to writer",
                )


class PrivilegeList(UserRule):
    """A list of privileges grants each of them, and something."""

    id = "USR006"
    title = "A list of privileges is neither empty nor repeats itself"
    source = "https://dev.mysql.com/doc/refman/8.4/en/grant.html"
    explanation = "An empty list makes a GRANT that MySQL does not take. Left out, the list follows from the endpoint."

    def check_user(self, user: User, path: Path) -> Iterator[Finding]:
        """One finding on an empty list, and one for each repetition."""
        if user.privileges == []:
            fix = "remove `privileges`, or name one"
            yield self.finding((*path, "privileges"), f"{user.name} would be granted nothing", fix)
        for index, privilege in enumerate(user.privileges or ()):
            if user.privileges and privilege in user.privileges[:index]:
                where = (*path, "privileges", index)
                yield self.finding(where, f"{privilege} is granted twice", f"remove one {privilege}")


RULES = (UserNameLength, UserNameCharacters, TakenUserName, DuplicateUser, PrivilegesAtTheReader, PrivilegeList)
