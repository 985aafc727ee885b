"""Who imports whom, read from the sources without running them."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = ("drills", "generator", "modules", "sandbox")


def imports_of(source: str, module: str) -> set[str]:
    """Everything that a module's source imports, wherever in it, and whatever a constant names to `import_module`.

    `from a import b` counts as `a` and as `a.b`, since `b` may be a module; relative names are made absolute.
    """
    return {name for node in ast.walk(ast.parse(source)) for name in _imported(node, module)}


def within(module: str, *packages: str) -> bool:
    """Whether `module` is one of the packages, or lies in one."""
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def sources() -> Mapping[str, str]:
    """The source of every module of the rooms, by its dotted name."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return {_name(file): file.read_text(encoding="utf-8") for file in files}


def reachable(start: str, imports: Mapping[str, set[str]]) -> set[str]:
    """All that is imported by what `start` imports, and so on; a package's initialiser counts with its modules."""
    found: set[str] = set()
    todo = [start]
    while todo:
        module = todo.pop()
        if module not in found:
            found.add(module)
            todo += imports.get(module, ())
            todo += [module.rpartition(".")[0]] if "." in module else []
    return found


def _imported(node: ast.AST, module: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node, module)
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
        yield from (each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _absolute(node: ast.ImportFrom, module: str) -> str:
    if not node.level:
        return node.module or ""
    parent = ".".join(module.split(".")[: -node.level])
    return f"{parent}.{node.module}" if node.module else parent


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
