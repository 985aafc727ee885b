"""What an application, or a check of the plan, reads from the stack. No password is among it."""

from collections.abc import Mapping

from generator.spec.model import Environment, User
from modules.cluster import ClusterOutputs
from modules.literals import escaped, guarded
from modules.runtime import TerraformOutput, TerraformStack


def add_outputs(stack: TerraformStack, environment: Environment, clusters: Mapping[str, ClusterOutputs]) -> None:
    """Adds an output for each database, and one with the residency that the plan is to be judged by."""
    add_residency(stack, environment)
    for name, cluster in clusters.items():
        users = environment.databases[name].users
        _output(
            stack,
            f"database_{name}",
            f"How applications reach {name}",
            {
                "writer_endpoint": cluster.writer_endpoint,
                "reader_endpoint": cluster.reader_endpoint,
                "port": cluster.port,
                "database_name": cluster.database_name,
                "region": environment.region,
                "ca_bundle": _ca_bundle(environment.region),
                "users": {user.name: _user(user) for user in users},
            },
        )


def add_residency(stack: TerraformStack, environment: Environment) -> None:
    """Adds the output that a plan is to be judged by."""
    _output(
        stack,
        "residency",
        "What the environment may hold, and where it may be",
        {
            "environment": environment.environment,
            "region": environment.region,
            "account_id": environment.account_id,
            "jurisdiction": environment.residency.jurisdiction,
            "classification": environment.residency.classification,
        },
    )


def _user(user: User) -> dict[str, str]:
    return {"role": user.role, "endpoint": user.endpoint, "auth": user.auth}


def _ca_bundle(region: str) -> str:
    """The region's certificate authorities, for `VERIFY_IDENTITY`.

    Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html (checked 2026-11-22).
    """
    return f"https://truststore.pki.rds.amazonaws.com/{region}/{region}-bundle.pem"


def _output(stack: TerraformStack, name: str, description: str, value: Mapping[str, object]) -> None:
    output = TerraformOutput(stack, name, description=escaped(description), value=guarded(value, name))
    output.override_logical_id(name)
