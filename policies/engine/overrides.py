"""Override files: Terraform merges them into the configuration beside them, so that they are no stack of their own.

Source: https://developer.hashicorp.com/terraform/language/files/override (checked 2026-11-22).
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_ENDING = "override.tf.json"
_IMPORTS = ("imports.tf.json", "begun.tf.json")
"""What existed before the first plan, and what an apply that was cut short had begun."""

_OF_A_RESOURCE = re.compile(r"\$\{aws_[a-z0-9_]+\.[A-Za-z0-9_-]+\.[a-z_]+\}")
"""An attribute of a resource of the stack itself: ids of some associations are made of two such."""

_PROVIDER = frozenset(
    {
        "max_retries",
        "s3_use_path_style",
        "skip_credentials_validation",
        "skip_metadata_api_check",
        "skip_region_validation",
    }
)


def is_harmless_override(file: Path) -> bool:
    """Whether a file overrides nothing but how a stand-in for AWS is reached, and keeps the state in a local file."""
    if not file.name.endswith(_ENDING):
        return False
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(data, Mapping) and data.keys() <= {"terraform", "provider"} and _harmless(data)


def imports_only(file: Path) -> bool:
    """Whether a file holds import blocks and nothing else: they name what is there, and configure nothing.

    Source: https://developer.hashicorp.com/terraform/language/import (checked 2026-11-25).
    """
    if file.name not in _IMPORTS:
        return False
    try:
        data = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return False
    blocks = data.get("import") if isinstance(data, Mapping) and data.keys() == {"import"} else None
    return isinstance(blocks, list) and all(_names_one(each) for each in blocks)


def _names_one(block: object) -> bool:
    return (
        isinstance(block, Mapping)
        and block.keys() == {"to", "id"}
        and all(isinstance(each, str) and _is_plain(each) for each in block.values())
    )


def _is_plain(text: str) -> bool:
    rest = _OF_A_RESOURCE.sub("", text)
    return "${" not in rest and "%{" not in rest


def _harmless(data: Mapping[str, Any]) -> bool:
    terraform, providers = data.get("terraform", {}), data.get("provider", {})
    if not isinstance(terraform, Mapping) or not isinstance(providers, Mapping):
        return False
    backend = terraform.get("backend", {})
    local = terraform.keys() <= {"backend"} and isinstance(backend, Mapping) and backend.keys() <= {"local"}
    plain = all(isinstance(body, Mapping) and body.keys() <= _PROVIDER for body in providers.values())
    return local and providers.keys() <= {"aws"} and plain
