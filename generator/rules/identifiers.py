"""Names of clusters, schemas and master users, and the port: what AWS and MySQL take."""

import re
from collections.abc import Iterator

from generator.facts.choices import choices
from generator.facts.identifiers import identifiers
from generator.facts.reserved_words import reserved_words
from generator.findings import Finding
from generator.rules.base import DatabaseRule, Rule, listed
from generator.spec.document import Path
from generator.spec.model import Database

_API = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html"
_IDENTIFIER = re.compile(r"[a-z](?!.*--)([a-z0-9-]*[a-z0-9])?")
_SCHEMA = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_MASTER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class ClusterIdentifier(Rule):
    """The key of a database is an identifier that AWS takes."""

    id = "RDS020"
    title = "The database's key is a cluster identifier"
    source = _API
    explanation = (
        "The key under `databases` becomes the cluster's identifier: 1 to 52 lower-case letters, digits and single "
        "hyphens, a letter first and no hyphen last. The limit of 63 is Aurora's; Terraform's plan lets 64 pass."
    )

    def check(self) -> Iterator[Finding]:
        """One finding on a key that is too long, and one on a key that is not of the right form."""
        longest = identifiers().longest_cluster
        for name in self.environment.databases:
            path = ("databases", name)
            if len(name) > longest:
                message = f"the identifier has {len(name)} characters; a Multi-AZ DB cluster's has at most {longest}"
                yield self.finding(path, message, f"shorten the key to {longest} characters", key=True)
            if not _IDENTIFIER.fullmatch(name):
                message = f"`{name}` has a hyphen at the end or two in a row, which AWS refuses in an identifier"
                fix = f"call it `{re.sub('-+', '-', name).strip('-')}`"
                yield self.finding(path, message, fix, key=True)


class SchemaName(DatabaseRule):
    """The schema that is made with the cluster has a name that AWS and MySQL take."""

    id = "RDS021"
    title = "The schema's name is one that AWS and MySQL take"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/create-multi-az-db-cluster.html"
    explanation = (
        "The name has 1 to 64 letters and digits, a letter first, and is neither a reserved word of MySQL nor the name "
        "of a schema that every server has. Left out, it is the database's key without its hyphens."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a given name, or on the key that a name would be made of."""
        given = database.database_name
        name = given or str(path[-1]).replace("-", "")
        problem = _schema_problem(name)
        if problem:
            where, key = ((*path, "database_name"), False) if given else (path, True)
            yield self.finding(
                where,
                f"`{name}` cannot be a schema's name: {problem}",
                f"set databases.{path[1]}.database_name to letters and digits that mean your application",
                key=key,
            )


class MasterUsername(DatabaseRule):
    """The master user has a name that RDS takes."""

    id = "RDS022"
    title = "The master user's name is one that RDS takes"
    source = _API
    explanation = (
        "The name has 1 to 16 letters, digits and underscores, a letter first, and is neither a reserved word of MySQL "
        "nor the name of a user that RDS or MySQL makes. Terraform's plan accepts `rdsadmin` and `1bad-user!`."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a name that is too long, malformed or taken."""
        name = database.master_username
        problem = _master_problem(name)
        if problem:
            yield self.finding(
                (*path, "master_username"),
                f"`{name}` cannot be the master user: {problem}",
                f"set databases.{path[1]}.master_username to another name, such as dbadmin",
            )


class Port(DatabaseRule):
    """The port is one that RDS listens on."""

    id = "RDS023"
    title = "The port is between 1150 and 65535"
    source = _API
    explanation = (
        "RDS listens on ports from 1150 to 65535, and the port of a Multi-AZ DB cluster cannot be changed later. "
        "Terraform's plan accepts any, and plans a later change that AWS refuses."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on a port below the range; above it is no port at all."""
        facts = identifiers()
        if not facts.lowest_port <= database.port <= facts.highest_port:
            yield self.finding(
                (*path, "port"),
                f"RDS takes ports from {facts.lowest_port} to {facts.highest_port}, not {database.port}",
                f"remove databases.{path[1]}.port to have 3306",
            )


class CertificateAuthority(DatabaseRule):
    """The certificate authority is one that RDS still has."""

    id = "RDS024"
    title = "The certificate authority is one that RDS offers"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html"
    explanation = (
        "Three authorities sign servers' certificates today; `rds-ca-2019` has expired. Terraform's plan does not look "
        "at the name."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding on an authority that is unknown or retired."""
        known = choices().certificate_authorities
        if database.certificate_authority not in known:
            yield self.finding(
                (*path, "certificate_authority"),
                f"RDS has no certificate authority `{database.certificate_authority}`",
                f"set databases.{path[1]}.certificate_authority to {listed(known)}",
            )


def _schema_problem(name: str) -> str | None:
    facts = identifiers()
    if len(name) > facts.longest_schema:
        return f"it has {len(name)} characters, and {facts.longest_schema} is the most"
    if not _SCHEMA.fullmatch(name):
        return "it has something else than letters and digits, or no letter first"
    if name.lower() in facts.taken_schemas:
        return "every server has a schema of that name"
    return "it is a reserved word of MySQL" if name.lower() in reserved_words() else None


def _master_problem(name: str) -> str | None:
    facts = identifiers()
    if len(name) > facts.longest_master_user:
        return f"it has {len(name)} characters, and {facts.longest_master_user} is the most"
    if not _MASTER.fullmatch(name):
        return "it has something else than letters, digits and underscores, or no letter first"
    if name.lower() in facts.taken_users:
        return "RDS or MySQL has a user of that name"
    return "it is a reserved word of MySQL" if name.lower() in reserved_words() else None


RULES = (ClusterIdentifier, SchemaName, MasterUsername, Port, CertificateAuthority)
