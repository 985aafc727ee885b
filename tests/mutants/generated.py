"""Mutants for residency that nobody has written down: over every resource type that the provider has."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.mutants.edits import Stack, replaced
from tests.mutants.operators import words
from tests.mutants.schema import Argument, Block

Form = Literal["alias", "region", "arn", "interpolated region", "interpolated arn"]

_ARN = re.compile(r"(^|_)arns?($|_)")
_REGION = re.compile(r"(^|_)regions?($|_)")
_NO_REGION = re.compile(r"region_(concurrency|order|config|endpoint|policy|name_prefix|selection)")
_ABROAD = "tidegate_abroad"
_TEXTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"role.*arn|arn.*role|^execution_role|iam_role", "arn:aws:iam::<account>:role/shadow"),
        (r"kms.*arn|kms_key", "arn:aws:kms:<region>:<account>:key/<uuid>"),
        (r"(^|_)arns?($|_)", "arn:aws:lambda:<region>:<account>:function:shadow"),
        (r"cidr", "10.99.0.0/24"),
        (r"policy|document|definition|content|_json$", "{}"),
        (r"regions?$", "<region>"),
        (r"account", "<account>"),
        (r"email", "shadow@example.com"),
        (r"ur[il]$|endpoint$", "https://shadow.<region>.amazonaws.com"),
        (r"_ip$|ip_address", "10.99.0.4"),
        (r"vpc_id", "vpc-0123456789abcdef0"),
        (r"subnet", "subnet-0123456789abcdef0"),
        (r"security_group", "sg-0123456789abcdef0"),
        (r"instance_id$", "<uuid>"),
    )
)


@dataclass(frozen=True, slots=True)
class Generated:
    """One resource that leaves the region, to be put beside a compliant stack."""

    form: Form
    type: str
    place: str
    name: str
    arguments: Mapping[str, Any]

    @property
    def address(self) -> str:
        """Its address."""
        return f"{self.type}.{self.name}"

    @property
    def label(self) -> str:
        """What it is called in a table."""
        return f"{self.form}: {self.type}{'.' if self.place else ''}{self.place}"


def generate(types: Mapping[str, Block], render: Stack) -> Iterator[Generated]:
    """Every mutant of every form, for the environment of `render`.

    An alias makes one of each type; a region or an ARN abroad stands in each argument that is called so.
    """
    texts = words(render)
    for number, (kind, block) in enumerate(types.items()):
        sound = {"provider": "aws.tidegate_abroad", **_filled(block, texts)}
        yield Generated("alias", kind, "", f"shadow-{number}", sound)
        for place, (above, argument) in enumerate(block.places()):
            for form, value in _foreign(argument, texts):
                name = f"shadow-{number}-{place}-{form.replace(' ', '-')}"
                path = ".".join((*above, argument.name))
                yield Generated(form, kind, path, name, _with(block, (*above, argument.name), value, texts))


def beside(render: Stack, mutants: list[Generated]) -> Stack:
    """A copy of the render with these resources in it, and what they refer to."""
    stack = copy.deepcopy(render)
    texts = words(render)
    stack["provider"]["aws"].append(
        {"alias": _ABROAD, "region": texts["<foreign>"], "allowed_account_ids": [texts["<account>"]]}
    )
    stack.setdefault("locals", {})[_ABROAD] = texts["<foreign>"]
    for mutant in mutants:
        stack["resource"].setdefault(mutant.type, {})[mutant.name] = copy.deepcopy(dict(mutant.arguments))
    return stack


def _foreign(argument: Argument, texts: Mapping[str, str]) -> Iterator[tuple[Form, str]]:
    if not argument.holds_text:
        return
    interpolated = f"${{local.{_ABROAD}}}"
    if _ARN.search(argument.name):
        service = (
            "kms:<region>:<account>:key/<uuid>" if "kms" in argument.name else "lambda:<region>:<account>:function:x"
        )
        for form, region in (("arn", texts["<foreign>"]), ("interpolated arn", interpolated)):
            yield form, replaced(f"arn:aws:{service}", {**texts, "<region>": region})  # type: ignore[misc]
    elif _REGION.search(argument.name) and not _NO_REGION.search(argument.name):
        yield "region", texts["<foreign>"]
        yield "interpolated region", interpolated


def _with(block: Block, path: tuple[str, ...], value: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a block with all that it needs, and with `value` at a path of it."""
    filled = _filled(block, texts)
    step, *rest = path
    if rest:
        filled[step] = [_with(block.blocks[step], tuple(rest), value, texts), *filled.get(step, [])[1:]]
    else:
        kind = next(each.kind for each in block.arguments if each.name == step)
        filled[step] = value if kind == "string" else [value]
    return filled


def _filled(block: Block, texts: Mapping[str, str]) -> dict[str, Any]:
    """What a block cannot do without."""
    filled: dict[str, Any] = {
        each.name: _dummy(each.name, each.kind, texts) for each in block.arguments if each.required
    }
    return filled | {name: [_filled(block.blocks[name], texts)] * times for name, times in block.needed.items()}


def _dummy(name: str, kind: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(kind, list):
        outer, inner = kind
        if outer == "map":
            return {"shadow": _dummy(name, inner, texts)}
        if outer == "object":
            return {key: _dummy(key, each, texts) for key, each in inner.items()}
        return [_dummy(name, inner, texts)]
    if kind in ("number", "bool"):
        return 1 if kind == "number" else True
    found = next((text for pattern, text in _TEXTS if pattern.search(name)), "shadow")
    return replaced(found, texts)
