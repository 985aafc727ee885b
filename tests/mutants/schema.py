"""The AWS provider's resource types and their arguments, from `terraform providers schema -json`."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.cache import cache_directory
from generator.errors import ToolError
from generator.facts.toolchain import toolchain
from generator.terraform.cli_config import terraform_environment, write_cli_config
from generator.terraform.executable import find_terraform
from generator.terraform.mirror import find_mirror
from generator.terraform.processes import run_lines

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument that may be set. `kind` is Terraform's type, as its schema writes it."""

    name: str
    kind: Any
    required: bool

    @property
    def holds_text(self) -> bool:
        """Whether its value is text, or a list or set of texts."""
        return self.kind == "string" or self.kind in (["list", "string"], ["set", "string"])


@dataclass(frozen=True, slots=True)
class Block:
    """A resource type, or a block inside of one; `needed` says how often a block has to be there."""

    arguments: tuple[Argument, ...]
    blocks: Mapping[str, "Block"] = field(default_factory=dict)
    needed: Mapping[str, int] = field(default_factory=dict)

    def places(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Argument]]:
        """Every argument, with the names of the blocks around it; four levels deep, as some types have no end."""
        yield from ((above, argument) for argument in self.arguments)
        if len(above) < 4:
            for name, inner in self.blocks.items():
                yield from inner.places((*above, name))


def resource_types(cache: Path, lock: Path) -> dict[str, Block]:
    """Every managed resource type of the pinned provider, sorted; the answer is kept in `cache`.

    Raises ToolError if Terraform fails.
    """
    kept = cache / f"schema-{toolchain().provider.version}.json.gz"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(gzip.compress(json.dumps(_ask(cache / "schema", lock)).encode()))
    schemas: Json = json.loads(gzip.decompress(kept.read_bytes()))
    return {name: _block(schemas[name]["block"]) for name in sorted(schemas)}


def _ask(folder: Path, lock: Path) -> Json:
    folder.mkdir(parents=True, exist_ok=True)
    provider = toolchain().provider
    required = {"aws": {"source": "hashicorp/aws", "version": provider.version}}
    (folder / "main.tf.json").write_text(json.dumps({"terraform": {"required_providers": required}}))
    (folder / lock.name).write_bytes(lock.read_bytes())
    mirror = find_mirror()
    plugins = None if mirror else cache_directory() / "plugins"
    variables = terraform_environment(write_cli_config(folder / ".terraform", mirror), plugin_cache=plugins)
    _terraform(folder, variables, "init", "-input=false", "-no-color")
    answer: Json = json.loads(_terraform(folder, variables, "providers", "schema", "-json"))
    (schemas,) = answer["provider_schemas"].values()
    resources: Json = schemas["resource_schemas"]
    return resources


def _terraform(folder: Path, variables: Mapping[str, str], *arguments: str) -> str:
    lines: list[str] = []
    command = [str(find_terraform(cache_directory()).path), *arguments]
    completed = run_lines(command, folder=folder, variables=variables, on_line=lines.append)
    if completed.returncode:
        raise ToolError(f"terraform {arguments[0]} failed: {completed.errors.strip()}", fix="see what it says")
    return "\n".join(lines)


def _block(written: Mapping[str, Any]) -> Block:
    attributes = {
        name: each
        for name, each in written.get("attributes", {}).items()
        if each.get("required") or each.get("optional")
    }
    nested = {name: each["nested_type"] for name, each in attributes.items() if "nested_type" in each}
    blocks = {name: _block(each["block"]) for name, each in written.get("block_types", {}).items()}
    blocks |= {name: _block(each) for name, each in nested.items()}
    needed = {name: each["min_items"] for name, each in written.get("block_types", {}).items() if each.get("min_items")}
    needed |= {name: 1 for name in nested if attributes[name].get("required")}
    arguments = tuple(
        Argument(name, each["type"], bool(each.get("required"))) for name, each in attributes.items() if "type" in each
    )
    return Block(arguments, blocks, needed)
