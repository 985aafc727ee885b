"""Which calls the sandbox answers, whose answer it is, and which tests hold it."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name

EXTENDED = "sandbox"
STOCK = "moto"


@dataclass(frozen=True, slots=True)
class Row:
    """A call of a service: `whose` answer it is, what ours does, and the tests that make it."""

    service: str
    operation: str
    whose: str
    what: str
    tests: tuple[str, ...]


def rows(tests: Path) -> list[Row]:
    """Every call that the sandbox answers by itself, and every one of moto's that a test makes."""
    made = called(tests)
    ours = extended()
    names = sorted({*ours, *made})
    return [
        Row(service, operation, EXTENDED if at in ours else STOCK, ours.get(at, ""), tuple(sorted(made.get(at, ()))))
        for at in names
        for service, operation in [at]
    ]


def extended() -> Mapping[tuple[str, str], str]:
    """Service and operation -> what our answer to it does, in the words of its docstring."""
    from sandbox.control_plane import registering  # noqa: F401 -- it imports every class of ours

    found = {}
    for service, kind in _classes():
        for name, member in vars(kind).items():
            operation = operations(service).get(name)
            if operation and inspect.isfunction(member):
                found[service, operation] = _said(member, operation)
    return found


def _said(member: Any, operation: str) -> str:
    first = (inspect.getdoc(member) or "").split("\n\n")[0].replace("\n", " ")
    rest = first.removeprefix(f"{operation}:").removeprefix(f"{operation},").strip()
    return "moto has less" if rest == f"{operation}." else rest


def _classes() -> Iterator[tuple[str, Any]]:
    from sandbox.control_plane.rds.backend import ClusterBackend
    from sandbox.control_plane.rds.responses import ClusterResponse
    from sandbox.control_plane.services import backup, cloudwatch, functions, iam, kms, logs, route53, secrets

    yield from (("rds", ClusterBackend), ("rds", ClusterResponse))
    yield from (("backup", backup.Backups), ("backup", backup.BackupCalls))
    yield from (
        ("cloudwatch", cloudwatch.Metrics),
        ("cloudwatch", cloudwatch.Alarms),
        ("cloudwatch", cloudwatch.CloudWatchCalls),
        ("logs", logs.Logs),
    )
    yield from (("secretsmanager", secrets.Secrets), ("secretsmanager", secrets.SecretsCalls))
    yield from (("lambda", functions.Functions), ("lambda", functions.Function))
    yield from (("iam", iam.Identities), ("kms", kms.KmsCalls), ("route53", route53.Route53Calls))


SERVICES = (
    "backup",
    "cloudwatch",
    "ec2",
    "iam",
    "kms",
    "lambda",
    "logs",
    "rds",
    "route53",
    "s3",
    "secretsmanager",
    "sns",
    "sts",
)


@cache
def operations(service: str) -> Mapping[str, str]:
    """A service's calls: the name in Python -> the name in the API."""
    names = botocore.session.get_session().get_service_model(service).operation_names
    return {xform_name(name): name for name in names}


def called(tests: Path) -> Mapping[tuple[str, str], set[str]]:
    """Service and operation -> the test modules that make the call, by its name in their source."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in sorted(tests.rglob("test_*.py")):
        for name in _names(ast.parse(file.read_text(encoding="utf-8"))):
            for service in SERVICES:
                if name in operations(service):
                    found[service, operations(service)[name]].add(file.stem)
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


def page(tests: Path) -> str:
    """The table, in Markdown."""
    lines = [
        "# Calls of the sandbox",
        "",
        "Whose answer a call gets: the sandbox's own, or moto's as it comes, and which tests make it. Every other call",
        "is answered by moto too, where it knows it, and no test of ours says how well.",
        "",
        "| service | call | answer | what ours does | tests |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.service} | {row.operation} | {row.whose} | {row.what} | {', '.join(row.tests)} |"
        for row in rows(tests)
    ]
    return "\n".join(lines) + "\n"
