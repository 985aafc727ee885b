"""The pack, loaded without checkov: every file of policies/, or what is wrong with it."""

import importlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import get_args

import policies
from policies.engine.policy import Category, Policy

FOLDER = Path(next(iter(policies.__path__)))
_TEXTS = ("id", "title", "why", "source", "fix")


@dataclass(frozen=True, slots=True)
class Pack:
    """The policies of a folder, by id, and a line for each file that gave none."""

    policies: tuple[Policy, ...]
    faults: tuple[str, ...]
    folder: Path = FOLDER


@cache
def load_pack(folder: Path = FOLDER) -> Pack:
    """Every policy of `folder`. A file that cannot be loaded, or holds no sound policy, becomes a fault."""
    found: dict[str, Policy] = {}
    faults: list[str] = []
    if not (folder / "__init__.py").is_file():
        faults.append(f"{folder.name}/ has no __init__.py, and checkov loads nothing from it")
    for file in sorted(folder.glob("*.py")):
        if file.name.startswith("__"):
            continue
        try:
            policy = _policy(file)
        except Exception as error:
            faults.append(f"{file.name}: {type(error).__name__}: {error}")
            continue
        if policy.id in found:
            faults.append(f"{file.name}: {policy.id} is another policy's id")
        found[policy.id] = policy
    if not found and not faults:
        faults.append(f"there is no policy in {folder.name}/")
    return Pack(tuple(found[each] for each in sorted(found)), tuple(faults), folder)


def _policy(file: Path) -> Policy:
    policy = getattr(_module(file), "check", None)
    if not isinstance(policy, Policy):
        raise TypeError("it has no `check = register(...)`")
    missing = [name for name in _TEXTS if not str(getattr(policy, name, "")).strip()]
    if missing:
        raise ValueError(f"its policy has no {missing[0]}")
    if policy.category not in get_args(Category) or not policy.types:
        raise ValueError("its policy has no category, or no types")
    return policy


def _module(file: Path) -> ModuleType:
    name = f"{policies.__name__}.{file.stem}"
    if file.parent == FOLDER:
        return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
