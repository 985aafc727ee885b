"""Terraform's state, for who may read it and who may write it."""

from collections.abc import Iterator

from generator.spec.model import Environment
from modules.delivery.scopes import in_region, keys, via
from modules.part import Statement
from modules.state import state_key_alias


def state(environment: Environment, *, write: bool) -> Iterator[Statement]:
    """Lets the environment's own state be read; with `write`, written and locked too.

    Source: https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required (checked 2026-11-25).
    """
    bucket = f"arn:aws:s3:::{environment.state_bucket}"
    key = f"{environment.environment}/terraform.tfstate"
    region = in_region(environment)
    yield Statement(
        sid="FindState",
        actions=["s3:ListBucket", "s3:GetLifecycleConfiguration"],
        resources=[bucket],
        conditions=[region],
    )
    yield Statement(
        sid="State",
        actions=["s3:GetObject", *(["s3:PutObject"] if write else [])],
        resources=[f"{bucket}/{key}"],
        conditions=[region],
    )
    if not write:
        held = [f"{bucket}/{key}.tflock"]
        yield Statement(sid="SeeLock", actions=["s3:GetObject"], resources=held, conditions=[region])
    else:
        lock = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        yield Statement(sid="LockState", actions=lock, resources=[f"{bucket}/{key}.tflock"], conditions=[region])
    yield _key(environment, write=write)


def _key(environment: Environment, *, write: bool) -> Statement:
    alias = state_key_alias(environment).split(":", 5)[5]
    return Statement(
        sid="StateKey",
        actions=["kms:Decrypt", *(["kms:GenerateDataKey"] if write else [])],
        resources=[keys(environment)],
        conditions=[
            via(environment, "s3"),
            ("ForAnyValue:StringEquals", "kms:ResourceAliases", [alias]),
            in_region(environment),
        ],
    )
