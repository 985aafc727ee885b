"""Import blocks: what Terraform takes into its state instead of making it.

Source: https://developer.hashicorp.com/terraform/language/import (checked 2026-11-25).
"""

import json
from collections.abc import Iterator
from pathlib import Path

from generator.adoption.existing import Existing

IMPORTS = "imports.tf.json"
_EXPORTS = ("error", "general", "slowquery", "iam-db-auth-error")


def import_blocks(existing: Existing) -> list[dict[str, str]]:
    """`to` (the address in the render) and `id` of all that the render has and that is there already."""
    return [{"to": address, "id": identity} for address, identity in sorted(_identities(existing))]


def imports_file(root: Path, environment: str) -> Path:
    """Where the import blocks of an environment stay, beside its spec, until they are no longer needed."""
    return root / "environments" / f"{environment}.imports.json"


def place_imports(root: Path, environment: str, build: Path) -> None:
    """Puts the environment's import blocks beside its render, or takes away those of an earlier run."""
    kept = imports_file(root, environment)
    target = build / IMPORTS
    if kept.is_file():
        target.write_bytes(kept.read_bytes())
    else:
        target.unlink(missing_ok=True)


def as_text(blocks: list[dict[str, str]]) -> str:
    """The file's content."""
    return json.dumps({"import": blocks}, indent=2) + "\n"


def _identities(existing: Existing) -> Iterator[tuple[str, str]]:
    name = existing.identifier
    yield f"aws_rds_cluster.{name}", name
    yield f"aws_db_subnet_group.{name}", existing.subnet_group
    yield "aws_vpc.cell", existing.vpc
    for number, subnet in enumerate(existing.subnets, start=1):
        yield f"aws_subnet.private-{number}", subnet.id
        if subnet.table:
            yield f"aws_route_table_association.private-{number}", f"{subnet.id}/{subnet.table}"
    tables = {subnet.table for subnet in existing.subnets}
    if len(tables) == 1 and (table := tables.pop()):
        yield "aws_route_table.private", table
    for purpose in ("storage", "secret", "insights"):
        key = getattr(existing, f"{purpose}_key")
        if key:
            yield f"aws_kms_key.{'secrets' if purpose == 'secret' else purpose}", key.id
    yield from ((f"aws_vpc_endpoint.{service}", identity) for service, identity in existing.endpoints.items())
    for export in existing.log_groups:
        if export in _EXPORTS:
            yield f"aws_cloudwatch_log_group.{name}_log-{export}", f"/aws/rds/cluster/{name}/{export}"
