"""Parameters: in the family, settable, of the right type and in range; a warning where a reboot is needed."""

from collections.abc import Iterator
from difflib import get_close_matches

from generator.facts.parameters import Parameter, is_in, parameter, parameter_names
from generator.facts.promises import promised_parameters
from generator.findings import Finding
from generator.rules.base import DatabaseRule
from generator.rules.parameter_values import range_problem, type_problem
from generator.spec.document import Path
from generator.spec.model import Database

_GROUPS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithDBClusterParamGroups.html"
_VARIABLES = "https://dev.mysql.com/doc/refman/8.4/en/server-system-variable-reference.html"
_REMOVED = "https://dev.mysql.com/doc/refman/8.4/en/added-deprecated-removed.html"


class UnknownParameter(DatabaseRule):
    """The family has the parameter."""

    id = "PRM001"
    title = "A parameter is one that the family has"
    source = _VARIABLES
    explanation = (
        "A cluster parameter group belongs to the family of its major version (`mysql8.4`, `mysql8.0`) and takes that "
        "family's parameters only, spelled as RDS does: `gtid-mode`, but `enforce_gtid_consistency`. Terraform's "
        "plan takes any name."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each name that the family does not have and never had."""
        major = database.major_version
        for name in database.parameters:
            known = parameter(name)
            if known is None or (known.since is not None and not is_in(name, major) and known.removed is None):
                near = _near(name, major)
                yield self.finding(
                    (*path, "parameters", name),
                    f"the family mysql{major} has no parameter `{name}`",
                    f"did you mean `{near}`?" if near else "remove it",
                    key=True,
                )


class RemovedParameter(DatabaseRule):
    """The version still has the parameter."""

    id = "PRM002"
    title = "A parameter has not been removed from the version"
    source = _REMOVED
    explanation = (
        "MySQL 8.0 and 8.4 removed parameters that older versions had, such as `innodb_log_file_size` or "
        "`default_authentication_plugin`; their families do not take them any more."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each parameter that an older version had."""
        for name in database.parameters:
            known = parameter(name)
            if known and known.removed and not is_in(name, database.major_version):
                yield self.finding(
                    (*path, "parameters", name),
                    f"`{name}` was removed in MySQL {known.removed}",
                    f"use `{known.replaced_by}`" if known.replaced_by else "remove it",
                    key=True,
                )


class FixedParameter(DatabaseRule):
    """The parameter is not RDS's own."""

    id = "PRM003"
    title = "A parameter is not one that RDS sets itself"
    source = _GROUPS
    explanation = (
        "Paths, ports, certificates and the replication inside the cluster are RDS's: AWS refuses to set them."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each parameter that is not modifiable."""
        for name in database.parameters:
            known = _in_family(name, database)
            if known and not known.modifiable:
                message = f"RDS sets `{name}` itself and refuses a value"
                yield self.finding((*path, "parameters", name), message, "remove it", key=True)


class StaticParameter(DatabaseRule):
    """The parameter takes effect without a reboot."""

    id = "PRM004"
    title = "A parameter takes effect without a reboot"
    severity = "warning"
    source = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts-rebooting.html"
    explanation = (
        "A change of a static parameter waits for a reboot that somebody has to do (`aws rds reboot-db-cluster`): it "
        "comes neither by itself nor with the next maintenance window. Until then the cluster runs with the old value."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each static parameter; those that Tidegate sets anyway are not counted."""
        for name in database.parameters:
            known = _in_family(name, database)
            if known and known.static and known.modifiable and name not in promised_parameters():
                yield self.finding(
                    (*path, "parameters", name),
                    f"`{name}` is static: a change waits until somebody reboots the cluster",
                    f"plan `aws rds reboot-db-cluster --db-cluster-identifier {path[1]}` after the apply",
                    key=True,
                )


class ParameterType(DatabaseRule):
    """The value is of the parameter's type."""

    id = "PRM005"
    title = "A parameter's value is of its type"
    source = _VARIABLES
    explanation = (
        "RDS takes whole numbers without a unit, 0 and 1 or ON and OFF, the words of an enumeration, comma-separated "
        "words of a set, or for a number a formula such as `{DBInstanceClassMemory*3/4}`."
    )

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each value of another type."""
        for name, value in database.parameters.items():
            known = _in_family(name, database)
            problem = known and known.modifiable and type_problem(known, value)
            if problem:
                yield self.finding((*path, "parameters", name), f"`{name}` {problem[0]}", problem[1])


class ParameterRange(DatabaseRule):
    """The number is in the parameter's range."""

    id = "PRM006"
    title = "A parameter's number is in its range"
    source = _VARIABLES
    explanation = "MySQL cuts a number that is out of range to the nearest one that is not; RDS refuses it."

    def check_database(self, database: Database, path: Path) -> Iterator[Finding]:
        """One finding for each number out of range."""
        for name, value in database.parameters.items():
            known = _in_family(name, database)
            problem = known and known.modifiable and range_problem(known, value)
            if problem:
                fix = f'set databases.{path[1]}.parameters.{name} to "{problem[1]}"'
                yield self.finding((*path, "parameters", name), f"`{name}` {problem[0]}", fix)


def _in_family(name: str, database: Database) -> Parameter | None:
    return parameter(name) if is_in(name, database.major_version) else None


def _near(name: str, major: str) -> str | None:
    names = parameter_names(major)
    alike = [known for known in names if known.replace("-", "_") == name.lower().replace("-", "_")]
    return next(iter(alike or get_close_matches(name, names, n=1)), None)


RULES = (UnknownParameter, RemovedParameter, FixedParameter, StaticParameter, ParameterType, ParameterRange)
