"""Renders the runbooks of an environment."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from jinja2 import Environment as Templates
from jinja2 import FileSystemLoader, StrictUndefined

from generator.facts.regions import regions
from generator.spec.model import Environment
from modules.naming import bounded
from modules.users import accounts, slug

Name = Literal["access", "capacity", "failover", "key-disabled", "region-lost", "restore", "rotation"]
NAMES: tuple[Name, ...] = get_args(Name)
_TEMPLATES = Path(__file__).parent / "templates"
_MEMBERS = 3


def runbooks(environment: Environment) -> Mapping[str, str]:
    """Each runbook by its name, as Markdown."""
    return {name: _templates().get_template(f"{name}.md.j2").render(**_context(environment)) for name in NAMES}


def address(environment: Environment, name: str) -> str:
    """Where a runbook is read: under the spec's `alerts.runbook_url`, else by the command that prints it."""
    base = environment.alerts.runbook_url
    named = environment.environment
    return f"{base.rstrip('/')}/{named}/{name}.md" if base else f"tidegate runbook {named} {name}"


def _context(environment: Environment) -> dict[str, object]:
    named, region = environment.environment, environment.region
    inside = regions().jurisdictions.get(environment.residency.jurisdiction, ())
    return {
        "environment": named,
        "region": region,
        "account": environment.account_id,
        "owner": environment.owner,
        "jurisdiction": environment.residency.jurisdiction,
        "vault": f"{named}-snapshots",
        "topic": f"arn:aws:sns:{region}:{environment.account_id}:{named}-alerts",
        "neighbours": [each for each in inside if each != region],
        "databases": [_database(environment, name) for name in environment.databases],
    }


def _database(environment: Environment, name: str) -> dict[str, object]:
    spec, named = environment.databases[name], environment.environment
    group = spec.adopted.subnet_group if spec.adopted else f"{named}-{name}"
    return {
        "name": name,
        "spec": spec,
        "members": [f"{name}-instance-{number}" for number in range(1, _MEMBERS + 1)],
        "writer": f"writer.{name}.{named}.tidegate.internal",
        "reader": f"reader.{name}.{named}.tidegate.internal",
        "schema": spec.database_name or name.replace("-", ""),
        "subnet_group": group,
        "security_group": f"{named}-{name}",
        "parameter_group": f"{named}-{name}-mysql{spec.major_version.replace('.', '-')}",
        "arn": f"arn:aws:rds:{environment.region}:{environment.account_id}:cluster:{name}",
        "secrets": [
            {"user": user.name, "id": f"{named}/{name}/{slug(user.name)}", "accounts": accounts(user)}
            for user in spec.users
            if user.auth == "secret"
        ],
        "function": bounded("tidegate", named, name, "rotation"),
    }


@cache
def _templates() -> Templates:
    # What comes of it is Markdown for people; names in it have passed the rules, which take no markup.
    return Templates(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
