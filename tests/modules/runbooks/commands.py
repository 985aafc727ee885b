"""Whether a command in a runbook is one: by the service models of the AWS SDK, and by the command line itself.

The AWS CLI makes its commands from the same models.
Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-help.html (checked 2026-11-25).
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache

import botocore.session
import click
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel, ServiceModel, Shape

from generator.cli.main import tidegate

_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_ASSIGNED = re.compile(r"[A-Z]+=\$\((.*)\)")
_INNER = re.compile(r"\$\([^()]*\)")
_GLOBAL = {"region": True, "query": True, "output": True}
"""Options of every `aws` command, and whether each takes a value."""
_OTHERS = {
    "mysql": re.compile(r"mysql --host=\S+ --port=\d+ --user=\S+ --password --execute=.+"),
    "dig": re.compile(r"dig \+short \S+ CNAME"),
}


def commands(text: str) -> list[list[str]]:
    """The commands of a runbook's shell blocks, as words."""
    return [words for _, block in _BLOCK.findall(text) for words in _of_block(block)]


def faults(words: Sequence[str]) -> Iterator[str]:
    """Everything that is wrong with a command."""
    program, *rest = words
    if program == "aws":
        yield from _aws(rest)
    elif program == "tidegate":
        yield from _tidegate(rest)
    elif program not in _OTHERS or not _OTHERS[program].fullmatch(" ".join(words)):
        yield f"{program} is called as nobody knows: {' '.join(words)}"


def _of_block(block: str) -> Iterator[list[str]]:
    for line in block.replace("\\\n", " ").splitlines():
        stripped = line.strip()
        if stripped:
            assigned = _ASSIGNED.fullmatch(re.sub(r"\s+", " ", stripped))
            yield shlex.split(_INNER.sub("VALUE", assigned[1] if assigned else stripped))


def _tidegate(words: Sequence[str]) -> Iterator[str]:
    context = click.Context(tidegate, **tidegate.context_settings)
    command = tidegate.get_command(context, words[0])
    if command is None:
        yield f"there is no command {words[0]}"
        return
    try:
        command.make_context(words[0], list(words[1:]), parent=context)
    except click.UsageError as error:
        yield error.format_message()


def _aws(words: Sequence[str]) -> Iterator[str]:
    service, name, *options = words
    try:
        model = _service(service)
    except UnknownServiceError:
        yield f"there is no service {service}"
        return
    if name == "wait":
        waiter, *options = options
        found = _waited(service).get(waiter)
    else:
        found = next((each for each in model.operation_names if xform_name(each, "-") == name), None)
    if found is None:
        yield f"{service} has no {name}"
        return
    yield from _options(model.operation_model(found), options)


def _options(operation: OperationModel, options: Sequence[str]) -> Iterator[str]:
    shape = operation.input_shape
    members = {xform_name(each, "-"): member for each, member in (shape.members if shape else {}).items()}
    given: dict[str, list[str]] = {}
    for word in options:
        if word.startswith("--"):
            given[word.removeprefix("--")] = []
        elif given:
            given[list(given)[-1]].append(word)
        else:
            yield f"{word} is the value of no option"
    for name, values in given.items():
        yield from _option(operation.name, name, values, members)
    required = {xform_name(each, "-") for each in (shape.required_members if shape else [])}
    yield from (f"{operation.name} needs --{each}" for each in sorted(required - given.keys()))


def _option(operation: str, name: str, values: list[str], members: dict[str, Shape]) -> Iterator[str]:
    if name in _GLOBAL:
        if len(values) != 1:
            yield f"--{name} takes one value"
        return
    member = members.get(name) or members.get(name.removeprefix("no-"))
    if member is None:
        yield f"{operation} has no --{name}"
    elif member.type_name == "boolean":
        if values:
            yield f"--{name} takes no value"
    elif not values:
        yield f"--{name} takes a value"
    elif len(values) > 1 and member.type_name not in ("list", "map"):
        yield f"--{name} takes one value"
    elif member.type_name in ("integer", "long") and not values[0].isdecimal() and not values[0].startswith("VALUE"):
        yield f"--{name} takes a number"


@cache
def _service(name: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(name)


@cache
def _waited(service: str) -> dict[str, str]:
    """The operation behind each waiter, by the waiter's name on the command line."""
    model = botocore.session.get_session().get_waiter_model(service)
    return {xform_name(each, "-"): model.get_waiter(each).operation for each in model.waiter_names}
