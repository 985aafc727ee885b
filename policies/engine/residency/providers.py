"""What is wrong with a provider's configuration."""

from collections.abc import Iterator, Mapping

from policies.engine.residency.arns import arn_problems
from policies.engine.residency.border import border
from policies.engine.residency.hosts import host_problem
from policies.engine.residency.kinds import problems
from policies.engine.stack import Interpolation, Provider, Reference, Stack, Value

_UNSET = ("http_proxy", "https_proxy", "skip_requesting_account_id", "ec2_metadata_service_endpoint")


def provider_faults(provider: Provider, stack: Stack) -> Iterator[tuple[str, str]]:
    """Each fault of a provider, with the argument that has it."""
    if provider.name.partition(".")[0] != "aws":
        yield "source", "it is none of AWS, so that nobody can tell where it makes things"
        return
    line = border(stack)
    for attribute, problem in (
        ("region", line.region(provider.region)),
        ("allowed_account_ids", line.account_number(provider.account)),
    ):
        if problem:
            yield attribute, f"it works {problem}"
    yield from _values(provider.values, stack)


def _values(values: Mapping[str, Value], stack: Stack) -> Iterator[tuple[str, str]]:
    for attribute in _UNSET:
        yield from ((attribute, f"{attribute} {text}") for text in problems("unset", values.get(attribute), stack))
    yield from (("sts_region", f"sts_region {text}") for text in problems("region", values.get("sts_region"), stack))
    for block, judged in (
        ("endpoints", host_problem),
        ("assume_role", _role),
        ("assume_role_with_web_identity", _role),
    ):
        for attribute, value in _inside(values.get(block)):
            if not isinstance(value, (str, Interpolation, Reference)):
                yield f"{block}.{attribute}", f"{block}.{attribute} cannot be known"
            elif problem := judged(value, stack):
                yield f"{block}.{attribute}", f"{block}.{attribute} is {problem}"


def _inside(blocks: Value) -> Iterator[tuple[str, Value]]:
    for block in blocks if isinstance(blocks, list) else [] if blocks is None else [{"": blocks}]:
        items = block.items() if isinstance(block, dict) else [("", block)]
        yield from ((name, value) for name, value in items if value is not None and not isinstance(value, (list, bool)))


def _role(value: str | Interpolation | Reference, stack: Stack) -> str | None:
    if isinstance(value, Reference):
        return "a role that cannot be told"
    return next(arn_problems(value, stack), None)
